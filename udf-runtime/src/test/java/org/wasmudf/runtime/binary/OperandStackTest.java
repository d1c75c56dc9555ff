package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The stack's height is what the instructions' signatures say.
class OperandStackTest {
  @ParameterizedTest
  @EnumSource
  void everyInstructionChangesTheHeightByItsSignature(Opcode opcode) {
    Signatures.of(opcode)
        .ifPresent(
            signature ->
                assertThat(OperandStack.effect(opcode))
                    .isEqualTo(signature.results().size() - signature.parameters().size()));
  }
}
