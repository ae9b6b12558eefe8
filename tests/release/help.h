/* A project whose environments QAT and PRD have policies, and keys to sign with: see tests/release/world. */
#pragma once

#include <stdbool.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

/* In the directory in which commands are run, with databases PROJECT_qat and PROJECT_prd; all: also keys that must not count. */
void world(const char *project, bool all);
/* For .fini. */
void world_end(void);

/* The same rows, in the folder of the project. */
void rows_there(const struct expected *);
