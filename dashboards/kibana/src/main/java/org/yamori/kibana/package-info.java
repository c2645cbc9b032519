/** Index templates and saved objects, as code. */
@NullMarked
package org.yamori.kibana;

import org.jspecify.annotations.NullMarked;
