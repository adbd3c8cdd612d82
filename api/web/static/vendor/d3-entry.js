export { sankey, sankeyJustify, sankeyLeft } from "d3-sankey";
export { zoom, zoomIdentity, zoomTransform } from "d3-zoom";
export { geoPath, geoIdentity, geoMercator } from "d3-geo";
export { scaleLinear, scaleLog, scaleSqrt, scaleBand, scaleOrdinal } from "d3-scale";
export { select, selectAll, pointer } from "d3-selection";
