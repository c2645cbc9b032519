/** The way of boards and index templates into running servers. */
@NullMarked
package org.yamori.kibana.install;

import org.jspecify.annotations.NullMarked;
