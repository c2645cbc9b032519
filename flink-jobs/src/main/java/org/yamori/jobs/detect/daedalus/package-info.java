/** Which registered organisation has a misbehaving, spoofed or attacked host: new, continuing, urgent alerts. */
@NullMarked
package org.yamori.jobs.detect.daedalus;

import org.jspecify.annotations.NullMarked;
