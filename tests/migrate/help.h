/* What the tests of migrate/ share: projects in directories of their own. */
#pragma once

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#include "migrate/project.h"
#include "migrate/status.h"

#define UUID "8c5e1f6a-0b1d-4c7e-9a3f-2d4b6c8e0f12"

/* The directory of this test, made by the first call. */
const char *folder(void);
void put(const char *file, const char *text);
char *get(const char *file);
bool there(const char *file);
/* For .fini: removes the directory. */
void folder_remove(void);

/* project.yaml of that contracts: "required" or "optional". */
void put_project(const char *contracts);
/* The four files of a change, each good. */
void put_change(const char *name);
/* Writes the manifest of the files that there are. */
void put_manifest(void);

/* Expects an error of that status whose message has that part; frees and clears it. */
void check_failed(GError **, enum migrate_status, const char *part);
#define check_fine(good, error) cr_assert((good), "%s", (error) ? (error)->message : "no error")
