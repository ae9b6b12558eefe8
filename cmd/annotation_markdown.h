/* Annotations as a comment on a pull request. */
#pragma once

#include "cmd/annotation.h"

/*
 * Markdown as GitHub, GitLab and Gitea show it: the summary, a table, and the statements of a plan, folded. What names hold stands
 * in code spans, so that it mentions nobody, links nowhere and is no markup. Long scripts are cut, as comments have a limit.
 */
bool annotations_write_markdown(const GPtrArray *all, FILE *);
