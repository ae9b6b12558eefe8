/*
 * The schema in which the patch runner keeps its registry, in each database that it looks after. It is no part of what the database
 * is for: a schema of that name and a comment that begins so is neither described nor compared.
 */
#pragma once

#define REGISTRY_SCHEMA "dbalign"
#define REGISTRY_COMMENT "registry of dbalign: "
