/** Boards as people write them, and the saved objects that Kibana reads. */
@NullMarked
package org.yamori.kibana.board;

import org.jspecify.annotations.NullMarked;
