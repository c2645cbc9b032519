/** The walls of the house: what may know what, and what every room must have. */
@NullMarked
package org.yamori.jobs.architecture;

import org.jspecify.annotations.NullMarked;
