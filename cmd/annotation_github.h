/* Annotations as commands of a GitHub workflow. */
#pragma once

#include "cmd/annotation.h"

/*
 * A line each, as docs.github.com has it in "Workflow commands for GitHub Actions": ::error file=f,line=1,col=2,title=t::text. What
 * names hold can end neither a line nor a property. The summary is a notice.
 */
bool annotations_write_github(const GPtrArray *all, FILE *);
