package org.wasmudf.kafka.transform;

import java.util.function.UnaryOperator;
import org.wasmudf.arrow.RecordsUdf;
import org.wasmudf.runtime.UdfException;

/// A function of records, ready to be called. Used by one thread.
///
/// @param meter measures its calls
/// @param blamed says of a failure whose it is: the function's, in its module and for its tenant
record RecordsCall(RecordsUdf udf, CallMeter meter, UnaryOperator<UdfException> blamed) {}
