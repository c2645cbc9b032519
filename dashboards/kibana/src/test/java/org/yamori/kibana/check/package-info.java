/** What is wrong with saved objects, told without a Kibana. */
@NullMarked
package org.yamori.kibana.check;

import org.jspecify.annotations.NullMarked;
