package org.wasmudf.runtime;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.Limits;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.engine.WasmEngine;
import org.wasmudf.runtime.limit.ExceededLimit;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.runtime.wasi.Charge;

/// The linear memory of one instance, made by the host and on its tenant's account: every page is
/// reserved before it exists. Used by the instance's thread; released by any.
final class GuestMemoryAccount {
  private static final FunctionType GROW =
      new FunctionType(List.of(ValueType.I32), List.of(ValueType.I32));

  /// The engine's memories end a page below 2 GiB.
  private static final int MAX_PAGES = 32_767;

  /// Cheaper than where the guest itself copies, so that honest allocators may ask for page after
  /// page: with the standard limits a row may reach 17 MiB that way, and copy 2.5 GB meanwhile.
  private static final int BYTES_PER_INSTRUCTION = 256;

  private final Tenant tenant;
  private final Extern.GuestMemory memory;

  /// The memory as it is until it grows, which is through this object alone: to make a segment of
  /// it takes longer than to read a value.
  private MemorySegment bytes;

  private final long maxPages;
  private long reservedBytes;
  private boolean refused;
  private @Nullable ExceededLimit refusedBy;
  private LongConsumer fuel = units -> {};

  private GuestMemoryAccount(
      Tenant tenant, Extern.GuestMemory memory, long reservedBytes, long maxPages) {
    this.tenant = tenant;
    this.memory = memory;
    this.bytes = memory.segment();
    this.reservedBytes = reservedBytes;
    this.maxPages = maxPages;
  }

  /// Makes a memory.
  ///
  /// @param declared the module's own limits, of which the tenant's cap the maximum
  /// @throws UdfException MEMORY_LIMIT when it may not even have what it begins with
  static GuestMemoryAccount open(Tenant tenant, WasmEngine engine, Limits declared) {
    long cap = Math.min(tenant.limits().get(Limit.MEMORY_BYTES) / Limits.PAGE_BYTES, MAX_PAGES);
    if (declared.min() > cap) {
      throw refusal(tenant, declared.min() * Limits.PAGE_BYTES, Limit.MEMORY_BYTES);
    }
    long bytes = declared.min() * Limits.PAGE_BYTES;
    if (!tenant.reserveMemory(bytes)) {
      throw refusal(tenant, bytes, Limit.MEMORY_TOTAL_BYTES);
    }
    long max = Math.min(declared.max().orElse(MAX_PAGES), cap);
    try {
      Extern.GuestMemory memory = engine.newGuestMemory((int) declared.min(), (int) max);
      return new GuestMemoryAccount(tenant, memory, bytes, max);
    } catch (RuntimeException | Error e) {
      tenant.releaseMemory(bytes);
      throw e;
    }
  }

  private static UdfException refusal(Tenant tenant, long bytes, Limit limit) {
    long allowed = Math.min(tenant.limits().get(limit), (long) MAX_PAGES * Limits.PAGE_BYTES);
    return UdfException.of(
            UdfErrorCode.MEMORY_LIMIT,
            "the module begins with %,d bytes of memory, and tenant %s may have %,d (%s)"
                .formatted(bytes, tenant.name(), allowed, limit.key()))
        .exceeding(new ExceededLimit(limit.key(), allowed, bytes));
  }

  Extern.GuestMemory memory() {
    return memory;
  }

  /// The memory as it is now.
  MemorySegment bytes() {
    return bytes;
  }

  /// Tells who pays when the guest grows its memory.
  ///
  /// @param itsFuel takes instructions; throws when there are none left
  void chargeTo(LongConsumer itsFuel) {
    this.fuel = itsFuel;
  }

  /// The function that guests get for `memory.grow`. A memory that grows moves, so the guest pays
  /// for all of it: otherwise page after page would be copies without end for next to nothing.
  Extern.HostFunction growFunction() {
    return new Extern.HostFunction(
        GROW,
        arguments -> {
          long pages = Integer.toUnsignedLong((int) arguments[0]);
          long after = pages() + pages;
          boolean moves = pages > 0 && after <= maxPages;
          fuel.accept(
              Charge.CALL + (moves ? after * Limits.PAGE_BYTES / BYTES_PER_INSTRUCTION : 0));
          return grow(pages, memory);
        });
  }

  private long pages() {
    return bytes.byteSize() / Limits.PAGE_BYTES;
  }

  /// Does what `memory.grow` says.
  ///
  /// @param way the memory as it can be grown from where the thread is: inside of the instance's
  ///   context, or by its export
  /// @return the pages before, or -1 when there are to be no more
  long grow(long pages, Extern.GuestMemory way) {
    long before = pages();
    long more = pages * Limits.PAGE_BYTES;
    if (before + pages > maxPages) {
      long wanted = (before + pages) * Limits.PAGE_BYTES;
      long allowed = tenant.limits().get(Limit.MEMORY_BYTES);
      // Or else the module itself declares less.
      return refuse(wanted > allowed ? exceeded(Limit.MEMORY_BYTES, wanted) : null);
    }
    if (!tenant.reserveMemory(more)) {
      return refuse(exceeded(Limit.MEMORY_TOTAL_BYTES, tenant.usage().memoryBytes() + more));
    }
    if (!way.grow((int) pages)) {
      tenant.releaseMemory(more);
      return refuse(null);
    }
    reservedBytes += more;
    bytes = memory.segment();
    return before;
  }

  private long refuse(@Nullable ExceededLimit limit) {
    refused = true;
    refusedBy = limit;
    return -1;
  }

  private ExceededLimit exceeded(Limit limit, long wanted) {
    return new ExceededLimit(limit.key(), tenant.limits().get(limit), wanted);
  }

  /// Whether the guest was ever refused memory: a trap that follows is most likely its answer.
  boolean wasRefused() {
    return refused;
  }

  /// The limit for which it was refused last; null where that was the module's own maximum, or the
  /// process had no more.
  @Nullable ExceededLimit refusedBy() {
    return refusedBy;
  }

  /// Gives back everything; the memory itself goes with the instance.
  void release() {
    tenant.releaseMemory(reservedBytes);
    reservedBytes = 0;
  }
}
