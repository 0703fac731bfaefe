// A map without tiles: communes are discs, and nothing is asked of any other site, unless the
// installation names a tile server of its own. What stands beside it says the same thing alone.
(() => {
  "use strict";

  const DEFAULT_KM = 2;

  function readJson(id) {
    const node = document.getElementById(id);
    return node ? JSON.parse(node.textContent) : [];
  }

  function radiusOf(population, scale) {
    return Math.max(4, Math.min(26, Math.sqrt(population) / 13) * scale);
  }

  function setField(field, value) {
    if (!field) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function numberIn(field) {
    const value = parseFloat((field?.value || "").replace(",", "."));
    return Number.isFinite(value) ? value : null;
  }

  class CommuneMap {
    constructor(container) {
      const scope = document.querySelector(container.dataset.map) || document;
      this.fields = Object.fromEntries(
        ["lat", "lon", "km", "commune"].map((name) => [name, scope.querySelector(`[data-map-${name}]`)]),
      );
      this.communes = readJson("map-communes");
      this.discs = new Map();
      this.container = container;
      this.scale = Math.min(1, Math.max(0.7, container.clientWidth / 620));
      this.map = L.map(container, {
        attributionControl: Boolean(container.dataset.tiles), zoomControl: false, zoomSnap: 0.25, minZoom: 9, maxZoom: 15,
        scrollWheelZoom: false,
      });
      L.control.zoom({ position: "bottomright", zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(this.map);
      const { tiles, credit } = container.dataset;
      if (tiles) L.tileLayer(tiles, { attribution: credit, maxZoom: 19 }).addTo(this.map);
      this.map.createPane("marks");
      const [marks, places] = [readJson("map-dwellings"), readJson("map-places")];
      this.frame(marks.length ? [...marks, ...places] : []);
      if (!tiles) this.drawLinks();
      readJson("map-zones").forEach((zone) => this.drawZone(zone));
      this.drawCommunes();
      places.forEach((place) => this.drawPlace(place));
      marks.forEach((mark) => this.drawDwelling(mark));
      this.listen();
      this.showDraft();
      this.showChosen();
      this.tidyLabels();
      document.fonts.ready.then(() => this.tidyLabels());
    }

    frame(marks) {
      const bounds = L.latLngBounds(this.communes.map(({ lat, lon }) => [lat, lon]));
      const near = marks.length ? L.latLngBounds(marks.map(({ lat, lon }) => [lat, lon])).pad(0.35) : bounds;
      this.map.fitBounds(near, { padding: [36, 24], maxZoom: marks.length ? 12 : 15 });
      this.map.setMaxBounds(bounds.pad(0.6));
    }

    drawLinks() {
      const places = new Map(this.communes.map((commune) => [commune.code, commune]));
      for (const { code, lat, lon, neighbours = [] } of this.communes) {
        for (const other of neighbours.filter((name) => name > code && places.has(name))) {
          const end = places.get(other);
          L.polyline([[lat, lon], [end.lat, end.lon]], { className: "map-link", interactive: false }).addTo(this.map);
        }
      }
    }

    drawCommunes() {
      const bySize = [...this.communes].sort((one, two) => two.population - one.population);
      for (const commune of bySize) {
        const radius = radiusOf(commune.population, this.scale);
        const disc = L.circleMarker([commune.lat, commune.lon], {
          className: "map-commune", radius, bubblingMouseEvents: false,
        });
        const place = radius > 15 ? { direction: "center" } : { direction: "bottom", offset: [0, radius - 4] };
        disc.bindTooltip(commune.name, { className: "map-label", permanent: true, ...place });
        disc.on("click", () => this.choose(commune));
        disc.addTo(this.map);
        this.discs.set(commune.code, disc);
      }
    }

    drawZone({ lat, lon, km, commune, label }) {
      const place = commune ? this.communes.find(({ code }) => code === commune) : { lat, lon };
      if (!place) return;
      const zone = L.circle([place.lat, place.lon], { className: "map-zone", radius: (km || 1) * 1000, interactive: Boolean(label) });
      if (label) zone.bindTooltip(label);
      zone.addTo(this.map);
    }

    drawPlace({ lat, lon, label }) {
      const place = L.circleMarker([lat, lon], { className: "map-place", radius: 7 });
      place.bindTooltip(label, { className: "map-label", permanent: true, direction: "right", offset: [6, 0] });
      place.addTo(this.map);
    }

    drawDwelling({ lat, lon, text, label, url }) {
      const html = document.createElement("span");
      html.textContent = text;
      const icon = L.divIcon({ className: "map-dwelling", html, iconSize: [32, 32] });
      const mark = L.marker([lat, lon], { icon, pane: "marks", title: label, riseOnHover: true }).addTo(this.map);
      const node = mark.getElement();
      node.setAttribute("role", "link");
      node.setAttribute("aria-label", label);
      const go = () => window.location.assign(url);
      mark.on("click", go);
      mark.on("keypress", ({ originalEvent }) => { if (originalEvent.key === "Enter") go(); });
    }

    listen() {
      this.map.on("zoomend resize", () => this.tidyLabels());
      if (this.fields.lat && this.fields.lon) {
        this.map.on("click", ({ latlng }) => this.place(latlng));
        for (const field of [this.fields.lat, this.fields.lon, this.fields.km]) {
          field?.addEventListener("input", () => this.showDraft());
        }
      }
      this.fields.commune?.addEventListener("change", () => this.showChosen());
    }

    place({ lat, lng }) {
      if (this.fields.km && numberIn(this.fields.km) === null) setField(this.fields.km, DEFAULT_KM);
      setField(this.fields.lat, lat.toFixed(5));
      setField(this.fields.lon, lng.toFixed(5));
    }

    choose({ code, lat, lon }) {
      const field = this.fields.commune;
      if (!field) {
        if (this.fields.lat) this.place({ lat, lng: lon });
        return;
      }
      if (field.multiple) {
        const option = [...field.options].find(({ value }) => value === code);
        if (option) option.selected = !option.selected;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      } else {
        setField(field, field.value === code ? "" : code);
      }
    }

    showChosen() {
      const field = this.fields.commune;
      if (!field) return;
      const chosen = new Set(field.selectedOptions ? [...field.selectedOptions].map(({ value }) => value) : [field.value]);
      this.discs.forEach((disc, code) => disc.getElement()?.classList.toggle("is-chosen", chosen.has(code)));
    }

    showDraft() {
      const [lat, lon, km] = ["lat", "lon", "km"].map((name) => numberIn(this.fields[name]));
      this.draft?.remove();
      if (lat === null || lon === null) return;
      const around = this.fields.km
        ? [L.circle([lat, lon], { className: "map-draft", radius: (km || DEFAULT_KM) * 1000, interactive: false })] : [];
      this.draft = L.layerGroup([
        ...around,
        L.circleMarker([lat, lon], { className: "map-point", radius: 5, interactive: false }),
      ]).addTo(this.map);
    }

    // Largest communes first: a label that would cover an earlier one, or be cut by the edge, waits
  // for a closer view.
    tidyLabels() {
      const shown = [...this.container.querySelectorAll(".leaflet-bar, .map-dwelling")].map((bar) => bar.getBoundingClientRect());
      const frame = this.container.getBoundingClientRect();
      const overlaps = (one, two) => one.left < two.right + 2 && two.left < one.right + 2 && one.top < two.bottom && two.top < one.bottom;
      this.discs.forEach((disc) => {
        const label = disc.getTooltip().getElement();
        if (!label) return;
        const box = label.getBoundingClientRect();
        const cut = box.left < frame.left || box.right > frame.right;
        const hidden = cut || shown.some((other) => overlaps(box, other));
        label.classList.toggle("is-hidden", hidden);
        if (!hidden) shown.push(box);
      });
    }
  }

  document.querySelectorAll("[data-map]").forEach((container) => {
    if (document.getElementById("map-communes")) new CommuneMap(container);
  });
})();
