"""What every page needs: the organisation acting, and the places she may go."""
from django.http import HttpRequest
def shell(request: HttpRequest) -> dict[str, object]:
    """Placeholder."""
    return {}
