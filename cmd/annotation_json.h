/* Annotations as JSON: GitLab's Code Quality, and SARIF. */
#pragma once

#include "cmd/annotation.h"

/* A Code Quality report, as docs.gitlab.com has it in "Code Quality report format": an array, empty where nothing differs. */
bool annotations_write_gitlab(const struct annotations *, FILE *);
/* SARIF 2.1.0 of OASIS: one run, with the rules that it uses. */
bool annotations_write_sarif(const struct annotations *, FILE *);
