/*
 * Schemas of our own in the databases of others. They are no part of what a database is for: a schema of one of these names, and of
 * a comment that begins as its own does, is neither described nor compared.
 */
#pragma once

/* In which the patch runner keeps its registry, in each database that it looks after. */
#define REGISTRY_SCHEMA "dbalign"
#define REGISTRY_COMMENT "registry of dbalign: "

/* In which yaml2db --keep keeps what tables and columns had that are dropped, see diff/keepsake.h. */
#define KEPT_SCHEMA "pgcanon_kept"
#define KEPT_COMMENT "kept by yaml2db: "
