/* Annotations as JSON: GitLab's Code Quality, and SARIF. */
#pragma once

#include "cmd/annotation.h"

/* Writes a Code Quality report, as in "Code Quality report format" on docs.gitlab.com: an array, empty when nothing differs. */
bool annotations_write_gitlab(const GPtrArray *all, FILE *);
/* Writes SARIF 2.1.0 (OASIS): one run for each comparison, with the rules that it uses. */
bool annotations_write_sarif(const GPtrArray *all, FILE *);
