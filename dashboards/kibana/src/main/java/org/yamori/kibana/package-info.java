/** Placeholder. */
@NullMarked
package org.yamori.kibana;

import org.jspecify.annotations.NullMarked;
