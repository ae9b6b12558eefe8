/* Annotations as GitHub workflow commands. */
#pragma once

#include "cmd/annotation.h"

/*
 * Writes one line for each annotation, as in "Workflow commands for GitHub Actions" on docs.github.com: ::error
 * file=f,line=1,col=2,title=t::text. No name can end a line or a property. The summary is a notice.
 */
bool annotations_write_github(const GPtrArray *all, FILE *);
