/** Which surges share their sources and belong together. See docs/detectors/campaign.md. */
@NullMarked
package org.yamori.jobs.correlate.campaign;

import org.jspecify.annotations.NullMarked;
