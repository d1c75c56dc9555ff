package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.List;

/// Numbers the data memories that a batch lies in, in the order in which they are met.
final class MemorySlots {
  private final LinearMemory memory;
  private final List<LinearMemory.Region> regions = new ArrayList<>(2);

  MemorySlots(LinearMemory memory) {
    this.memory = memory;
  }

  /// The number of the memory with that address.
  int slot(long address) {
    for (int i = 0; i < regions.size(); i++) {
      if (regions.get(i).contains(address)) {
        return i;
      }
    }
    LinearMemory.Region region = memory.regionOf(address);
    if (region == null) {
      throw new IllegalStateException("a buffer outside every data memory");
    }
    regions.add(region);
    return regions.size() - 1;
  }

  /// The address within its memory.
  int offset(long address, int slot) {
    return (int) (address - regions.get(slot).base());
  }

  List<LinearMemory.Region> regions() {
    return regions;
  }
}
