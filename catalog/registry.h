/*
 * Our own schemas in users' databases. They are neither described nor compared: a schema with one of these names, and a comment
 * that begins like its own.
 */
#pragma once

/* In which the patch runner keeps its registry, in each database that it looks after. */
#define REGISTRY_SCHEMA "dbalign"
#define REGISTRY_COMMENT "registry of dbalign: "

/* yaml2db --keep keeps data of dropped tables and columns in it, see diff/keepsake.h. */
#define KEPT_SCHEMA "pgcanon_kept"
#define KEPT_COMMENT "kept by yaml2db: "
