"""What brings a store of an earlier schema to the next one, as text that nobody changes again.

A migration meets stores as they were on its day: it names tables and columns itself and takes nothing from
the model of today, which has moved on. A change of the tables raises `SCHEMA_VERSION`, adds a migration to
both adapters here, and a store of the new schema to `tests/graph/stores/released`.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Schema version -> the SQL that brings a SQLite store of the version before it there.
SQLITE: Mapping[int, tuple[str, ...]] = {
    2: (
        "ALTER TABLE parks ADD COLUMN \"region\" TEXT NOT NULL DEFAULT ''",
        'CREATE TABLE transfer_rules ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "hazard" TEXT, "hw_codes" TEXT NOT NULL, '
        '"material" TEXT REFERENCES materials(id) DEFERRABLE INITIALLY DEFERRED, '
        '"phases" TEXT NOT NULL, "from_region" TEXT NOT NULL, "to_region" TEXT NOT NULL, '
        '"crossing" INTEGER NOT NULL, "duty" TEXT NOT NULL, "in_force_from" TEXT, '
        '"in_force_to" TEXT, "note" TEXT NOT NULL, "sources" TEXT NOT NULL, "grade" TEXT NOT NULL, '
        "load_tag TEXT NOT NULL) STRICT",
        'CREATE INDEX transfer_rules_by_material ON transfer_rules("material")',
        'CREATE TABLE scenarios ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "note" TEXT NOT NULL, '
        '"sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE TABLE scenario_changes ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"scenario" TEXT NOT NULL REFERENCES scenarios(id) DEFERRABLE INITIALLY DEFERRED, '
        '"table_name" TEXT NOT NULL, "row_id" TEXT NOT NULL, "field" TEXT NOT NULL, '
        '"value" TEXT NOT NULL, "note" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE INDEX scenario_changes_by_scenario ON scenario_changes("scenario")',
    ),
    3: (
        "CREATE TABLE loads (number INTEGER PRIMARY KEY, tag TEXT NOT NULL, at TEXT NOT NULL, "
        "source TEXT NOT NULL, rows TEXT NOT NULL, new INTEGER NOT NULL, changed INTEGER NOT NULL, "
        "gone INTEGER NOT NULL, undone TEXT NOT NULL, before TEXT NOT NULL) STRICT",
    ),
    4: (
        "ALTER TABLE materials ADD COLUMN \"status\" TEXT NOT NULL DEFAULT 'waste'",
        'ALTER TABLE technologies ADD COLUMN "displaced_output" TEXT REFERENCES materials(id) '
        "DEFERRABLE INITIALLY DEFERRED",
        'ALTER TABLE facilities ADD COLUMN "replaces" TEXT REFERENCES materials(id) '
        "DEFERRABLE INITIALLY DEFERRED",
        'ALTER TABLE facilities ADD COLUMN "replaces_ratio" REAL',
        'CREATE TABLE component_fates ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"technology" TEXT NOT NULL REFERENCES technologies(id) DEFERRABLE INITIALLY DEFERRED, '
        '"material" TEXT NOT NULL REFERENCES materials(id) DEFERRABLE INITIALLY DEFERRED, '
        '"component" TEXT NOT NULL, "factor_low" REAL NOT NULL, "factor_likely" REAL NOT NULL, '
        '"factor_high" REAL NOT NULL, "note" TEXT NOT NULL, "sources" TEXT NOT NULL, "grade" TEXT '
        "NOT NULL, load_tag TEXT NOT NULL) STRICT",
        'CREATE INDEX component_fates_by_technology ON component_fates("technology")',
        'CREATE INDEX component_fates_by_material ON component_fates("material")',
        'CREATE TABLE process_classes ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "family" TEXT NOT NULL, "unit" TEXT '
        'NOT NULL, "basis" TEXT NOT NULL, "operating_low" REAL NOT NULL, "operating_likely" REAL '
        'NOT NULL, "operating_high" REAL NOT NULL, "electricity_low" REAL NOT NULL, '
        '"electricity_likely" REAL NOT NULL, "electricity_high" REAL NOT NULL, "heat_low" REAL '
        'NOT NULL, "heat_likely" REAL NOT NULL, "heat_high" REAL NOT NULL, "capital_low" REAL NOT '
        'NULL, "capital_likely" REAL NOT NULL, "capital_high" REAL NOT NULL, "reference_scale" '
        'REAL NOT NULL, "scale_exponent" REAL NOT NULL, "life" REAL NOT NULL, "year" INTEGER NOT '
        'NULL, "note" TEXT NOT NULL, "sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag '
        "TEXT NOT NULL) STRICT",
        'CREATE TABLE cost_sheets ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"technology" TEXT NOT NULL REFERENCES technologies(id) DEFERRABLE INITIALLY DEFERRED, '
        '"process_class" TEXT NOT NULL REFERENCES process_classes(id) DEFERRABLE INITIALLY '
        'DEFERRED, "factor" REAL NOT NULL, "capital_factor" REAL NOT NULL, "electricity_factor" '
        'REAL NOT NULL, "heat_factor" REAL NOT NULL, "second_class" TEXT REFERENCES '
        'process_classes(id) DEFERRABLE INITIALLY DEFERRED, "second_factor" REAL NOT NULL, '
        '"spread" REAL NOT NULL, "operating_low" REAL, "operating_likely" REAL, "operating_high" '
        'REAL, "capital_low" REAL, "capital_likely" REAL, "capital_high" REAL, "revenue" TEXT NOT '
        'NULL, "note" TEXT NOT NULL, "sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag '
        "TEXT NOT NULL) STRICT",
        'CREATE TABLE markets ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "name_zh" '
        'TEXT NOT NULL, "name_en" TEXT NOT NULL, "material" TEXT NOT NULL REFERENCES '
        'materials(id) DEFERRABLE INITIALLY DEFERRED, "technology" TEXT REFERENCES '
        'technologies(id) DEFERRABLE INITIALLY DEFERRED, "waste" INTEGER NOT NULL, "reach" TEXT '
        'NOT NULL, "place" TEXT NOT NULL, "radius" REAL, "within" TEXT REFERENCES markets(id) '
        'DEFERRABLE INITIALLY DEFERRED, "demand_low" REAL, "demand_likely" REAL, "demand_high" '
        'REAL, "binds" INTEGER NOT NULL, "served_low" REAL, "served_likely" REAL, "served_high" '
        'REAL, "total_low" REAL, "total_likely" REAL, "total_high" REAL, "price_low" REAL, '
        '"price_likely" REAL, "price_high" REAL, "price_basis" TEXT NOT NULL, "vat" REAL, "year" '
        'TEXT NOT NULL, "trend" REAL, "days_low" REAL, "days_likely" REAL, "days_high" REAL, '
        '"question_zh" TEXT NOT NULL, "question_en" TEXT NOT NULL, "note" TEXT NOT NULL, '
        '"sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE INDEX technologies_by_displaced_output ON technologies("displaced_output")',
        'CREATE INDEX facilities_by_replaces ON facilities("replaces")',
        'CREATE INDEX cost_sheets_by_technology ON cost_sheets("technology")',
        'CREATE INDEX cost_sheets_by_process_class ON cost_sheets("process_class")',
        'CREATE INDEX cost_sheets_by_second_class ON cost_sheets("second_class")',
        'CREATE INDEX markets_by_material ON markets("material")',
        'CREATE INDEX markets_by_technology ON markets("technology")',
        'CREATE INDEX markets_by_within ON markets("within")',
    ),
    5: (
        'CREATE TABLE chains ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "name_zh" TEXT '
        'NOT NULL, "name_en" TEXT NOT NULL, "note" TEXT NOT NULL, "sources" TEXT NOT NULL, "grade" '
        "TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT",
        'CREATE TABLE chain_steps ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "chain" TEXT'
        ' NOT NULL REFERENCES chains(id) DEFERRABLE INITIALLY DEFERRED, "stage" INTEGER NOT NULL, '
        '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "material" TEXT REFERENCES materials(id) '
        'DEFERRABLE INITIALLY DEFERRED, "technologies" TEXT NOT NULL, "industries" TEXT NOT NULL, '
        '"sign" TEXT REFERENCES materials(id) DEFERRABLE INITIALLY DEFERRED, "sign_ratio_low" REAL, '
        '"sign_ratio_likely" REAL, "sign_ratio_high" REAL, "note" TEXT NOT NULL, "sources" TEXT NOT '
        'NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE TABLE chain_links ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "before" '
        'TEXT NOT NULL REFERENCES chain_steps(id) DEFERRABLE INITIALLY DEFERRED, "after" TEXT NOT '
        'NULL REFERENCES chain_steps(id) DEFERRABLE INITIALLY DEFERRED, "ratio_low" REAL, '
        '"ratio_likely" REAL, "ratio_high" REAL, "note" TEXT NOT NULL, "sources" TEXT NOT NULL, '
        '"grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE TABLE reference_plants ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"technology" TEXT NOT NULL REFERENCES technologies(id) DEFERRABLE INITIALLY DEFERRED, '
        '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "place_zh" TEXT NOT NULL, "place_en" TEXT '
        'NOT NULL, "year" INTEGER, "built" INTEGER NOT NULL, "material" TEXT REFERENCES '
        'materials(id) DEFERRABLE INITIALLY DEFERRED, "capacity" REAL, "investment" REAL, "note" '
        'TEXT NOT NULL, "sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE TABLE entry_thresholds ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "park" '
        'TEXT NOT NULL REFERENCES parks(id) DEFERRABLE INITIALLY DEFERRED, "figure" TEXT NOT NULL, '
        '"gbt4754" TEXT NOT NULL, "minimum" REAL, "maximum" REAL, "note" TEXT NOT NULL, "sources" '
        'TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE TABLE candidate_firms ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "park" '
        'TEXT NOT NULL REFERENCES parks(id) DEFERRABLE INITIALLY DEFERRED, "name_zh" TEXT NOT NULL, '
        '"name_en" TEXT NOT NULL, "gbt4754" TEXT NOT NULL, "technologies" TEXT NOT NULL, "place" TEXT'
        ' NOT NULL, "products" TEXT NOT NULL, "note" TEXT NOT NULL, "sources" TEXT NOT NULL, "grade" '
        "TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT",
        'CREATE INDEX chain_steps_by_chain ON chain_steps("chain")',
        'CREATE INDEX chain_steps_by_material ON chain_steps("material")',
        'CREATE INDEX chain_steps_by_sign ON chain_steps("sign")',
        'CREATE INDEX chain_links_by_before ON chain_links("before")',
        'CREATE INDEX chain_links_by_after ON chain_links("after")',
        'CREATE INDEX reference_plants_by_technology ON reference_plants("technology")',
        'CREATE INDEX reference_plants_by_material ON reference_plants("material")',
        'CREATE INDEX entry_thresholds_by_park ON entry_thresholds("park")',
        'CREATE INDEX candidate_firms_by_park ON candidate_firms("park")',
        'CREATE TABLE entry_rules ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "gate" TEXT '
        'NOT NULL, "outcome" TEXT NOT NULL, "gbt4754" TEXT NOT NULL, "technologies" TEXT NOT NULL, '
        '"hazard" TEXT, "policy" TEXT REFERENCES policies(id) DEFERRABLE INITIALLY DEFERRED, '
        '"said_zh" TEXT NOT NULL, "said_en" TEXT NOT NULL, "note" TEXT NOT NULL, "sources" TEXT NOT '
        'NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE INDEX entry_rules_by_policy ON entry_rules("policy")',
        'ALTER TABLE materials ADD COLUMN "density_low" REAL',
        'ALTER TABLE materials ADD COLUMN "density_likely" REAL',
        'ALTER TABLE materials ADD COLUMN "density_high" REAL',
        'ALTER TABLE materials ADD COLUMN "density_grade" TEXT',
        "ALTER TABLE technologies ADD COLUMN \"basis\" TEXT NOT NULL DEFAULT 'wet'",
        'CREATE TABLE element_contents ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"material" TEXT NOT NULL REFERENCES materials(id) DEFERRABLE INITIALLY DEFERRED, '
        '"element" TEXT NOT NULL, "basis" TEXT NOT NULL, "amount_low" REAL NOT NULL, '
        '"amount_likely" REAL NOT NULL, "amount_high" REAL NOT NULL, "free_water" REAL, "note" TEXT '
        'NOT NULL, "sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE INDEX element_contents_by_material ON element_contents("material")',
        'CREATE TABLE imbalances ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"technology" TEXT NOT NULL REFERENCES technologies(id) DEFERRABLE INITIALLY DEFERRED, '
        '"material" TEXT REFERENCES materials(id) DEFERRABLE INITIALLY DEFERRED, "element" TEXT NOT '
        'NULL, "kind" TEXT NOT NULL, "note" TEXT NOT NULL, "sources" TEXT NOT NULL, "grade" TEXT NOT '
        "NULL, load_tag TEXT NOT NULL) STRICT",
        'CREATE INDEX imbalances_by_technology ON imbalances("technology")',
        'CREATE INDEX imbalances_by_material ON imbalances("material")',
        'ALTER TABLE stream_components ADD COLUMN "sampled_on" TEXT',
        "ALTER TABLE stream_components ADD COLUMN \"laboratory\" TEXT NOT NULL DEFAULT ''",
        'ALTER TABLE stream_components ADD COLUMN "withdrawn" INTEGER NOT NULL DEFAULT 0',
        "ALTER TABLE stream_components ADD COLUMN \"note\" TEXT NOT NULL DEFAULT ''",
        'CREATE TABLE conveyances ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "material" '
        'TEXT NOT NULL REFERENCES materials(id) DEFERRABLE INITIALLY DEFERRED, "usual" REAL NOT NULL, '
        '"farthest" REAL NOT NULL, "temperature_drop" REAL, "loss" REAL, "note" TEXT NOT NULL, '
        '"sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE INDEX conveyances_by_material ON conveyances("material")',
        'CREATE TABLE projects ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, '
        '"enterprise" TEXT NOT NULL REFERENCES enterprises(id) DEFERRABLE INITIALLY DEFERRED, '
        '"facilities" TEXT NOT NULL, "stage" TEXT NOT NULL, "probability" REAL, "year" INTEGER, '
        '"filed" TEXT, "assessed" TEXT, "started" TEXT, "commissioned" TEXT, "note" TEXT NOT NULL, '
        '"sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE INDEX projects_by_enterprise ON projects("enterprise")',
        'ALTER TABLE waste_streams ADD COLUMN "trend" REAL',
    ),
    6: (
        'CREATE TABLE port_yields ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "port" TEXT '
        'NOT NULL REFERENCES ports(id) DEFERRABLE INITIALLY DEFERRED, "main_input" TEXT REFERENCES '
        'materials(id) DEFERRABLE INITIALLY DEFERRED, "component" TEXT, "factor_low" REAL '
        'NOT NULL, "factor_likely" REAL NOT NULL, "factor_high" REAL NOT NULL, "note" TEXT NOT NULL, '
        '"sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE INDEX port_yields_by_port ON port_yields("port")',
        'CREATE INDEX port_yields_by_main_input ON port_yields("main_input")',
        "ALTER TABLE markets ADD COLUMN \"price_at\" TEXT NOT NULL DEFAULT 'unknown'",
        'ALTER TABLE prices ADD COLUMN "vat" REAL',
        "ALTER TABLE prices ADD COLUMN \"price_at\" TEXT NOT NULL DEFAULT 'unknown'",
        'ALTER TABLE cost_sheets ADD COLUMN "year" INTEGER',
        "ALTER TABLE cost_sheets ADD COLUMN \"place\" TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE cost_sheets ADD COLUMN \"currency\" TEXT NOT NULL DEFAULT 'CNY'",
        'ALTER TABLE cost_sheets ADD COLUMN "vat" REAL',
        'ALTER TABLE technologies ADD COLUMN "cost_year" INTEGER',
    ),
    7: (
        'CREATE TABLE outline_rings ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "park" TEXT '
        'NOT NULL REFERENCES parks(id) DEFERRABLE INITIALLY DEFERRED, "polygon" INTEGER NOT NULL, "hole" '
        'INTEGER NOT NULL, "lons" TEXT NOT NULL, "lats" TEXT NOT NULL, "note" TEXT NOT NULL, "sources" '
        'TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE INDEX outline_rings_by_park ON outline_rings("park")',
    ),
    8: (
        "ALTER TABLE emission_factors ADD COLUMN \"place\" TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE policies ADD COLUMN \"place\" TEXT NOT NULL DEFAULT ''",
    ),
    9: (
        "ALTER TABLE facilities ADD COLUMN \"monthly\" TEXT NOT NULL DEFAULT '[]'",
        'ALTER TABLE waste_streams ADD COLUMN "year" INTEGER',
    ),
    10: (
        "ALTER TABLE component_fates ADD COLUMN \"basis\" TEXT NOT NULL DEFAULT 'any'",
        'CREATE TABLE directed_uses ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "giver" TEXT '
        'REFERENCES enterprises(id) DEFERRABLE INITIALLY DEFERRED, "taker" TEXT NOT NULL REFERENCES '
        'enterprises(id) DEFERRABLE INITIALLY DEFERRED, "material" TEXT REFERENCES materials(id) '
        'DEFERRABLE INITIALLY DEFERRED, "hw_codes" TEXT NOT NULL, "in_force_from" TEXT, "in_force_to" '
        'TEXT, "note" TEXT NOT NULL, "sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT '
        "NULL) STRICT",
        'CREATE INDEX directed_uses_by_giver ON directed_uses("giver")',
        'CREATE INDEX directed_uses_by_taker ON directed_uses("taker")',
        'CREATE INDEX directed_uses_by_material ON directed_uses("material")',
        'ALTER TABLE enterprises ADD COLUMN "rail_km" REAL',
        'ALTER TABLE enterprises ADD COLUMN "sea_km" REAL',
        'ALTER TABLE enterprises ADD COLUMN "river_km" REAL',
        "ALTER TABLE enterprises ADD COLUMN \"river\" TEXT NOT NULL DEFAULT ''",
    ),
    11: ("ALTER TABLE markets ADD COLUMN \"monthly\" TEXT NOT NULL DEFAULT '[]'",),
}

#: Schema version -> the Cypher that brings a Neo4j store of the version before it there.
NEO4J: Mapping[int, tuple[str, ...]] = {
    2: ("MATCH (n:Park) SET n.region = coalesce(n.region, '')",),
    # Loads are nodes of their own label, which need nothing before the first one.
    3: (),
    4: ("MATCH (n:Material) SET n.status = coalesce(n.status, 'waste')",),
    # What is a table of its own is nodes of their own labels.
    5: (
        "MATCH (n:Technology) SET n.basis = coalesce(n.basis, 'wet')",
        "MATCH (n:StreamComponent) SET n.laboratory = coalesce(n.laboratory, ''), "
        "n.withdrawn = coalesce(n.withdrawn, false), n.note = coalesce(n.note, '')",
    ),
    6: (
        "MATCH (n:Market) SET n.price_at = coalesce(n.price_at, 'unknown')",
        "MATCH (n:Price) SET n.price_at = coalesce(n.price_at, 'unknown')",
        "MATCH (n:CostSheet) SET n.place = coalesce(n.place, ''), n.currency = coalesce(n.currency, 'CNY')",
    ),
    7: (),
    8: (
        "MATCH (n:EmissionFactor) SET n.place = coalesce(n.place, '')",
        "MATCH (n:Policy) SET n.place = coalesce(n.place, '')",
    ),
    9: ("MATCH (n:Facility) SET n.monthly = coalesce(n.monthly, [])",),
    10: (
        "MATCH (n:ComponentFate) SET n.basis = coalesce(n.basis, 'any')",
        "MATCH (n:Enterprise) SET n.river = coalesce(n.river, '')",
    ),
    11: ("MATCH (n:Market) SET n.monthly = coalesce(n.monthly, [])",),
}
