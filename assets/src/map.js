// The map of what was found: the same services as the list beside it, by the same numbers, in metres on the national
// grid. It has no tiles and asks no other server. Without this file the list stands alone.
import L from "leaflet";

const shell = document.querySelector("[data-directory-map]");
if (shell) draw(shell);

function read(element) {
  const { east, north, label, number } = element.dataset;
  return { at: [Number(north), Number(east)], label, number };
}

function as_geojson(points) {
  return {
    type: "FeatureCollection",
    features: points.map(({ at: [north, east], label, number }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [east, north] },
      properties: { label, number }
    }))
  };
}

function icon(kind, text) {
  const mark = document.createElement("span");
  mark.textContent = text;
  return L.divIcon({ className: `dir-map__mark dir-map__mark--${kind}`, html: mark, iconSize: [30, 30] });
}

// Services under one roof share a mark that names all their numbers.
function together(points) {
  const places = new Map();
  for (const point of points) {
    const key = point.at.join();
    if (places.has(key)) places.get(key).push(point);
    else places.set(key, [point]);
  }
  return [...places.values()].map((here) => ({
    at: here[0].at,
    number: here.map((point) => point.number).join(", "),
    first: here[0].number,
    label: here.map((point) => `${point.number}: ${point.label}`).join("; ")
  }));
}

function go(number) {
  const card = document.getElementById(`service-${number}`);
  if (!card) return;
  card.scrollIntoView({ block: "center" });
  card.querySelector("a").focus({ preventScroll: true });
}

function services(map, points) {
  for (const place of together(points)) {
    const mark = L.marker(place.at, { icon: icon("service", place.number), alt: place.label, title: place.label });
    mark.on("click", () => go(place.first));
    mark.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key === "Enter" || originalEvent.key === " ") {
        originalEvent.preventDefault();
        go(place.first);
      }
    });
    mark.addTo(map);
    const element = mark.getElement();
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", place.label);
  }
}

function draw(shell) {
  const points = [...document.querySelectorAll(".dir-cards [data-east]")].map(read);
  const asked = [...shell.querySelectorAll("[data-asked]")].map(read);
  const names = [...shell.querySelectorAll("[data-name]")].map(read);
  shell.hidden = false;
  const map = L.map(shell.querySelector(".dir-map__ground"), {
    crs: L.CRS.Simple,
    attributionControl: false,
    zoomControl: false,
    minZoom: -8,
    maxZoom: 0,
    zoomSnap: 0.25,
    scrollWheelZoom: false
  });
  const shown = L.geoJSON(as_geojson([...points, ...asked]), {
    coordsToLatLng: ([east, north]) => L.latLng(north, east),
    pointToLayer: (feature, at) => L.circleMarker(at, { radius: 1, opacity: 0, fillOpacity: 0, interactive: false })
  }).addTo(map);
  const bounds = shown.getBounds();
  map.fitBounds(bounds.pad(0.1), { padding: [30, 30], maxZoom: -2 });
  L.control.scale({ maxWidth: 140 }).addTo(map);
  for (const { at, label } of names) {
    if (!map.getBounds().contains(at)) continue;
    L.marker(at, { icon: icon("name", label), interactive: false, keyboard: false }).addTo(map);
  }
  for (const { at, label } of asked) {
    L.marker(at, { icon: icon("asked", "×"), interactive: false, keyboard: false }).addTo(map);
    L.marker(at, { icon: icon("name", label), interactive: false, keyboard: false }).addTo(map);
  }
  services(map, points);
}
