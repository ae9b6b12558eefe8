/* Annotations as a comment on a pull request. */
#pragma once

#include "cmd/annotation.h"

/*
 * Writes Markdown as GitHub, GitLab and Gitea display it: the summary, a table, and the statements of a plan, folded. Names are in
 * code spans, so that they cannot mention a user, link or format anything. Long scripts are cut, because comments have a size
 * limit.
 */
bool annotations_write_markdown(const GPtrArray *all, FILE *);
