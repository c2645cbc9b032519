/** Who is under attack, and which rises are storms of forged sources. See docs/detectors/backscatter.md. */
@NullMarked
package org.yamori.jobs.detect.backscatter;

import org.jspecify.annotations.NullMarked;
