/** What the page shows: traffic of a span of event time, sensors and findings. Knows neither index nor page. */
@NullMarked
package org.yamori.console.overview;

import org.jspecify.annotations.NullMarked;
