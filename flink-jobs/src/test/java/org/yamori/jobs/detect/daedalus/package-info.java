/** Tests of the room daedalus: requirements D-04 to D-16 by hand. */
@NullMarked
package org.yamori.jobs.detect.daedalus;

import org.jspecify.annotations.NullMarked;
