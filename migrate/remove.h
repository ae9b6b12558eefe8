/* Removes folders. */
#pragma once

/* Removes a folder of the run's own with its content; does not follow links. */
void tree_remove(const char *path);
