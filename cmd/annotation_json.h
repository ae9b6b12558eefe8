/* Annotations as JSON: GitLab's Code Quality, and SARIF. */
#pragma once

#include "cmd/annotation.h"

/* A Code Quality report, as docs.gitlab.com has it in "Code Quality report format": an array, empty where nothing differs. */
bool annotations_write_gitlab(const GPtrArray *all, FILE *);
/* SARIF 2.1.0 of OASIS: a run for each comparison, with the rules that it uses. */
bool annotations_write_sarif(const GPtrArray *all, FILE *);
