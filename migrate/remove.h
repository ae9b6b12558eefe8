/* Taking folders away. */
#pragma once

/* A folder of the run's own, and all in it; links are not followed. */
void tree_remove(const char *path);
