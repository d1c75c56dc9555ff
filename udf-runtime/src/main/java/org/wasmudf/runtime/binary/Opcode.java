package org.wasmudf.runtime.binary;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The instructions of WebAssembly 2.0, in the order of their codes; a prefix stands before the
/// number in the two lower digits.
public enum Opcode {
  // Control
  UNREACHABLE(0x00, "unreachable"),
  NOP(0x01, "nop"),
  BLOCK(0x02, "block", Immediate.BLOCK_TYPE),
  LOOP(0x03, "loop", Immediate.BLOCK_TYPE),
  IF(0x04, "if", Immediate.BLOCK_TYPE),
  ELSE(0x05, "else"),
  END(0x0b, "end"),
  BR(0x0c, "br", Immediate.LABEL),
  BR_IF(0x0d, "br_if", Immediate.LABEL),
  BR_TABLE(0x0e, "br_table", Immediate.LABELS),
  RETURN(0x0f, "return"),
  CALL(0x10, "call", Immediate.FUNCTION),
  CALL_INDIRECT(0x11, "call_indirect", Immediate.TYPE_AND_TABLE),

  // Parametric
  DROP(0x1a, "drop"),
  SELECT(0x1b, "select"),
  SELECT_TYPED(0x1c, "select", Immediate.VALUE_TYPES),

  // Variables and tables
  LOCAL_GET(0x20, "local.get", Immediate.LOCAL),
  LOCAL_SET(0x21, "local.set", Immediate.LOCAL),
  LOCAL_TEE(0x22, "local.tee", Immediate.LOCAL),
  GLOBAL_GET(0x23, "global.get", Immediate.GLOBAL),
  GLOBAL_SET(0x24, "global.set", Immediate.GLOBAL),
  TABLE_GET(0x25, "table.get", Immediate.TABLE),
  TABLE_SET(0x26, "table.set", Immediate.TABLE),

  // Memory
  I32_LOAD(0x28, "i32.load", Immediate.ACCESS, 4),
  I64_LOAD(0x29, "i64.load", Immediate.ACCESS, 8),
  F32_LOAD(0x2a, "f32.load", Immediate.ACCESS, 4),
  F64_LOAD(0x2b, "f64.load", Immediate.ACCESS, 8),
  I32_LOAD8_S(0x2c, "i32.load8_s", Immediate.ACCESS, 1),
  I32_LOAD8_U(0x2d, "i32.load8_u", Immediate.ACCESS, 1),
  I32_LOAD16_S(0x2e, "i32.load16_s", Immediate.ACCESS, 2),
  I32_LOAD16_U(0x2f, "i32.load16_u", Immediate.ACCESS, 2),
  I64_LOAD8_S(0x30, "i64.load8_s", Immediate.ACCESS, 1),
  I64_LOAD8_U(0x31, "i64.load8_u", Immediate.ACCESS, 1),
  I64_LOAD16_S(0x32, "i64.load16_s", Immediate.ACCESS, 2),
  I64_LOAD16_U(0x33, "i64.load16_u", Immediate.ACCESS, 2),
  I64_LOAD32_S(0x34, "i64.load32_s", Immediate.ACCESS, 4),
  I64_LOAD32_U(0x35, "i64.load32_u", Immediate.ACCESS, 4),
  I32_STORE(0x36, "i32.store", Immediate.ACCESS, 4),
  I64_STORE(0x37, "i64.store", Immediate.ACCESS, 8),
  F32_STORE(0x38, "f32.store", Immediate.ACCESS, 4),
  F64_STORE(0x39, "f64.store", Immediate.ACCESS, 8),
  I32_STORE8(0x3a, "i32.store8", Immediate.ACCESS, 1),
  I32_STORE16(0x3b, "i32.store16", Immediate.ACCESS, 2),
  I64_STORE8(0x3c, "i64.store8", Immediate.ACCESS, 1),
  I64_STORE16(0x3d, "i64.store16", Immediate.ACCESS, 2),
  I64_STORE32(0x3e, "i64.store32", Immediate.ACCESS, 4),
  MEMORY_SIZE(0x3f, "memory.size", Immediate.MEMORY),
  MEMORY_GROW(0x40, "memory.grow", Immediate.MEMORY),

  // Constants
  I32_CONST(0x41, "i32.const", Immediate.I32),
  I64_CONST(0x42, "i64.const", Immediate.I64),
  F32_CONST(0x43, "f32.const", Immediate.F32),
  F64_CONST(0x44, "f64.const", Immediate.F64),

  // Comparisons
  I32_EQZ(0x45, "i32.eqz"),
  I32_EQ(0x46, "i32.eq"),
  I32_NE(0x47, "i32.ne"),
  I32_LT_S(0x48, "i32.lt_s"),
  I32_LT_U(0x49, "i32.lt_u"),
  I32_GT_S(0x4a, "i32.gt_s"),
  I32_GT_U(0x4b, "i32.gt_u"),
  I32_LE_S(0x4c, "i32.le_s"),
  I32_LE_U(0x4d, "i32.le_u"),
  I32_GE_S(0x4e, "i32.ge_s"),
  I32_GE_U(0x4f, "i32.ge_u"),
  I64_EQZ(0x50, "i64.eqz"),
  I64_EQ(0x51, "i64.eq"),
  I64_NE(0x52, "i64.ne"),
  I64_LT_S(0x53, "i64.lt_s"),
  I64_LT_U(0x54, "i64.lt_u"),
  I64_GT_S(0x55, "i64.gt_s"),
  I64_GT_U(0x56, "i64.gt_u"),
  I64_LE_S(0x57, "i64.le_s"),
  I64_LE_U(0x58, "i64.le_u"),
  I64_GE_S(0x59, "i64.ge_s"),
  I64_GE_U(0x5a, "i64.ge_u"),
  F32_EQ(0x5b, "f32.eq"),
  F32_NE(0x5c, "f32.ne"),
  F32_LT(0x5d, "f32.lt"),
  F32_GT(0x5e, "f32.gt"),
  F32_LE(0x5f, "f32.le"),
  F32_GE(0x60, "f32.ge"),
  F64_EQ(0x61, "f64.eq"),
  F64_NE(0x62, "f64.ne"),
  F64_LT(0x63, "f64.lt"),
  F64_GT(0x64, "f64.gt"),
  F64_LE(0x65, "f64.le"),
  F64_GE(0x66, "f64.ge"),

  // Arithmetic
  I32_CLZ(0x67, "i32.clz"),
  I32_CTZ(0x68, "i32.ctz"),
  I32_POPCNT(0x69, "i32.popcnt"),
  I32_ADD(0x6a, "i32.add"),
  I32_SUB(0x6b, "i32.sub"),
  I32_MUL(0x6c, "i32.mul"),
  I32_DIV_S(0x6d, "i32.div_s"),
  I32_DIV_U(0x6e, "i32.div_u"),
  I32_REM_S(0x6f, "i32.rem_s"),
  I32_REM_U(0x70, "i32.rem_u"),
  I32_AND(0x71, "i32.and"),
  I32_OR(0x72, "i32.or"),
  I32_XOR(0x73, "i32.xor"),
  I32_SHL(0x74, "i32.shl"),
  I32_SHR_S(0x75, "i32.shr_s"),
  I32_SHR_U(0x76, "i32.shr_u"),
  I32_ROTL(0x77, "i32.rotl"),
  I32_ROTR(0x78, "i32.rotr"),
  I64_CLZ(0x79, "i64.clz"),
  I64_CTZ(0x7a, "i64.ctz"),
  I64_POPCNT(0x7b, "i64.popcnt"),
  I64_ADD(0x7c, "i64.add"),
  I64_SUB(0x7d, "i64.sub"),
  I64_MUL(0x7e, "i64.mul"),
  I64_DIV_S(0x7f, "i64.div_s"),
  I64_DIV_U(0x80, "i64.div_u"),
  I64_REM_S(0x81, "i64.rem_s"),
  I64_REM_U(0x82, "i64.rem_u"),
  I64_AND(0x83, "i64.and"),
  I64_OR(0x84, "i64.or"),
  I64_XOR(0x85, "i64.xor"),
  I64_SHL(0x86, "i64.shl"),
  I64_SHR_S(0x87, "i64.shr_s"),
  I64_SHR_U(0x88, "i64.shr_u"),
  I64_ROTL(0x89, "i64.rotl"),
  I64_ROTR(0x8a, "i64.rotr"),
  F32_ABS(0x8b, "f32.abs"),
  F32_NEG(0x8c, "f32.neg"),
  F32_CEIL(0x8d, "f32.ceil"),
  F32_FLOOR(0x8e, "f32.floor"),
  F32_TRUNC(0x8f, "f32.trunc"),
  F32_NEAREST(0x90, "f32.nearest"),
  F32_SQRT(0x91, "f32.sqrt"),
  F32_ADD(0x92, "f32.add"),
  F32_SUB(0x93, "f32.sub"),
  F32_MUL(0x94, "f32.mul"),
  F32_DIV(0x95, "f32.div"),
  F32_MIN(0x96, "f32.min"),
  F32_MAX(0x97, "f32.max"),
  F32_COPYSIGN(0x98, "f32.copysign"),
  F64_ABS(0x99, "f64.abs"),
  F64_NEG(0x9a, "f64.neg"),
  F64_CEIL(0x9b, "f64.ceil"),
  F64_FLOOR(0x9c, "f64.floor"),
  F64_TRUNC(0x9d, "f64.trunc"),
  F64_NEAREST(0x9e, "f64.nearest"),
  F64_SQRT(0x9f, "f64.sqrt"),
  F64_ADD(0xa0, "f64.add"),
  F64_SUB(0xa1, "f64.sub"),
  F64_MUL(0xa2, "f64.mul"),
  F64_DIV(0xa3, "f64.div"),
  F64_MIN(0xa4, "f64.min"),
  F64_MAX(0xa5, "f64.max"),
  F64_COPYSIGN(0xa6, "f64.copysign"),

  // Conversions
  I32_WRAP_I64(0xa7, "i32.wrap_i64"),
  I32_TRUNC_F32_S(0xa8, "i32.trunc_f32_s"),
  I32_TRUNC_F32_U(0xa9, "i32.trunc_f32_u"),
  I32_TRUNC_F64_S(0xaa, "i32.trunc_f64_s"),
  I32_TRUNC_F64_U(0xab, "i32.trunc_f64_u"),
  I64_EXTEND_I32_S(0xac, "i64.extend_i32_s"),
  I64_EXTEND_I32_U(0xad, "i64.extend_i32_u"),
  I64_TRUNC_F32_S(0xae, "i64.trunc_f32_s"),
  I64_TRUNC_F32_U(0xaf, "i64.trunc_f32_u"),
  I64_TRUNC_F64_S(0xb0, "i64.trunc_f64_s"),
  I64_TRUNC_F64_U(0xb1, "i64.trunc_f64_u"),
  F32_CONVERT_I32_S(0xb2, "f32.convert_i32_s"),
  F32_CONVERT_I32_U(0xb3, "f32.convert_i32_u"),
  F32_CONVERT_I64_S(0xb4, "f32.convert_i64_s"),
  F32_CONVERT_I64_U(0xb5, "f32.convert_i64_u"),
  F32_DEMOTE_F64(0xb6, "f32.demote_f64"),
  F64_CONVERT_I32_S(0xb7, "f64.convert_i32_s"),
  F64_CONVERT_I32_U(0xb8, "f64.convert_i32_u"),
  F64_CONVERT_I64_S(0xb9, "f64.convert_i64_s"),
  F64_CONVERT_I64_U(0xba, "f64.convert_i64_u"),
  F64_PROMOTE_F32(0xbb, "f64.promote_f32"),
  I32_REINTERPRET_F32(0xbc, "i32.reinterpret_f32"),
  I64_REINTERPRET_F64(0xbd, "i64.reinterpret_f64"),
  F32_REINTERPRET_I32(0xbe, "f32.reinterpret_i32"),
  F64_REINTERPRET_I64(0xbf, "f64.reinterpret_i64"),

  // Sign extension
  I32_EXTEND8_S(0xc0, "i32.extend8_s"),
  I32_EXTEND16_S(0xc1, "i32.extend16_s"),
  I64_EXTEND8_S(0xc2, "i64.extend8_s"),
  I64_EXTEND16_S(0xc3, "i64.extend16_s"),
  I64_EXTEND32_S(0xc4, "i64.extend32_s"),

  // References
  REF_NULL(0xd0, "ref.null", Immediate.REFERENCE_TYPE),
  REF_IS_NULL(0xd1, "ref.is_null"),
  REF_FUNC(0xd2, "ref.func", Immediate.FUNCTION),

  // Saturating conversions
  I32_TRUNC_SAT_F32_S(0xfc00, "i32.trunc_sat_f32_s"),
  I32_TRUNC_SAT_F32_U(0xfc01, "i32.trunc_sat_f32_u"),
  I32_TRUNC_SAT_F64_S(0xfc02, "i32.trunc_sat_f64_s"),
  I32_TRUNC_SAT_F64_U(0xfc03, "i32.trunc_sat_f64_u"),
  I64_TRUNC_SAT_F32_S(0xfc04, "i64.trunc_sat_f32_s"),
  I64_TRUNC_SAT_F32_U(0xfc05, "i64.trunc_sat_f32_u"),
  I64_TRUNC_SAT_F64_S(0xfc06, "i64.trunc_sat_f64_s"),
  I64_TRUNC_SAT_F64_U(0xfc07, "i64.trunc_sat_f64_u"),

  // Bulk memory and tables
  MEMORY_INIT(0xfc08, "memory.init", Immediate.DATA_AND_MEMORY),
  DATA_DROP(0xfc09, "data.drop", Immediate.DATA),
  MEMORY_COPY(0xfc0a, "memory.copy", Immediate.TWO_MEMORIES),
  MEMORY_FILL(0xfc0b, "memory.fill", Immediate.MEMORY),
  TABLE_INIT(0xfc0c, "table.init", Immediate.ELEMENT_AND_TABLE),
  ELEM_DROP(0xfc0d, "elem.drop", Immediate.ELEMENT),
  TABLE_COPY(0xfc0e, "table.copy", Immediate.TWO_TABLES),
  TABLE_GROW(0xfc0f, "table.grow", Immediate.TABLE),
  TABLE_SIZE(0xfc10, "table.size", Immediate.TABLE),
  TABLE_FILL(0xfc11, "table.fill", Immediate.TABLE),

  // Vectors
  V128_LOAD(0xfd00, "v128.load", Immediate.ACCESS, 16),
  V128_LOAD8X8_S(0xfd01, "v128.load8x8_s", Immediate.ACCESS, 8),
  V128_LOAD8X8_U(0xfd02, "v128.load8x8_u", Immediate.ACCESS, 8),
  V128_LOAD16X4_S(0xfd03, "v128.load16x4_s", Immediate.ACCESS, 8),
  V128_LOAD16X4_U(0xfd04, "v128.load16x4_u", Immediate.ACCESS, 8),
  V128_LOAD32X2_S(0xfd05, "v128.load32x2_s", Immediate.ACCESS, 8),
  V128_LOAD32X2_U(0xfd06, "v128.load32x2_u", Immediate.ACCESS, 8),
  V128_LOAD8_SPLAT(0xfd07, "v128.load8_splat", Immediate.ACCESS, 1),
  V128_LOAD16_SPLAT(0xfd08, "v128.load16_splat", Immediate.ACCESS, 2),
  V128_LOAD32_SPLAT(0xfd09, "v128.load32_splat", Immediate.ACCESS, 4),
  V128_LOAD64_SPLAT(0xfd0a, "v128.load64_splat", Immediate.ACCESS, 8),
  V128_STORE(0xfd0b, "v128.store", Immediate.ACCESS, 16),
  V128_CONST(0xfd0c, "v128.const", Immediate.V128),
  I8X16_SHUFFLE(0xfd0d, "i8x16.shuffle", Immediate.LANES),
  I8X16_SWIZZLE(0xfd0e, "i8x16.swizzle"),
  I8X16_SPLAT(0xfd0f, "i8x16.splat"),
  I16X8_SPLAT(0xfd10, "i16x8.splat"),
  I32X4_SPLAT(0xfd11, "i32x4.splat"),
  I64X2_SPLAT(0xfd12, "i64x2.splat"),
  F32X4_SPLAT(0xfd13, "f32x4.splat"),
  F64X2_SPLAT(0xfd14, "f64x2.splat"),
  I8X16_EXTRACT_LANE_S(0xfd15, "i8x16.extract_lane_s", Immediate.LANE, 1),
  I8X16_EXTRACT_LANE_U(0xfd16, "i8x16.extract_lane_u", Immediate.LANE, 1),
  I8X16_REPLACE_LANE(0xfd17, "i8x16.replace_lane", Immediate.LANE, 1),
  I16X8_EXTRACT_LANE_S(0xfd18, "i16x8.extract_lane_s", Immediate.LANE, 2),
  I16X8_EXTRACT_LANE_U(0xfd19, "i16x8.extract_lane_u", Immediate.LANE, 2),
  I16X8_REPLACE_LANE(0xfd1a, "i16x8.replace_lane", Immediate.LANE, 2),
  I32X4_EXTRACT_LANE(0xfd1b, "i32x4.extract_lane", Immediate.LANE, 4),
  I32X4_REPLACE_LANE(0xfd1c, "i32x4.replace_lane", Immediate.LANE, 4),
  I64X2_EXTRACT_LANE(0xfd1d, "i64x2.extract_lane", Immediate.LANE, 8),
  I64X2_REPLACE_LANE(0xfd1e, "i64x2.replace_lane", Immediate.LANE, 8),
  F32X4_EXTRACT_LANE(0xfd1f, "f32x4.extract_lane", Immediate.LANE, 4),
  F32X4_REPLACE_LANE(0xfd20, "f32x4.replace_lane", Immediate.LANE, 4),
  F64X2_EXTRACT_LANE(0xfd21, "f64x2.extract_lane", Immediate.LANE, 8),
  F64X2_REPLACE_LANE(0xfd22, "f64x2.replace_lane", Immediate.LANE, 8),
  I8X16_EQ(0xfd23, "i8x16.eq"),
  I8X16_NE(0xfd24, "i8x16.ne"),
  I8X16_LT_S(0xfd25, "i8x16.lt_s"),
  I8X16_LT_U(0xfd26, "i8x16.lt_u"),
  I8X16_GT_S(0xfd27, "i8x16.gt_s"),
  I8X16_GT_U(0xfd28, "i8x16.gt_u"),
  I8X16_LE_S(0xfd29, "i8x16.le_s"),
  I8X16_LE_U(0xfd2a, "i8x16.le_u"),
  I8X16_GE_S(0xfd2b, "i8x16.ge_s"),
  I8X16_GE_U(0xfd2c, "i8x16.ge_u"),
  I16X8_EQ(0xfd2d, "i16x8.eq"),
  I16X8_NE(0xfd2e, "i16x8.ne"),
  I16X8_LT_S(0xfd2f, "i16x8.lt_s"),
  I16X8_LT_U(0xfd30, "i16x8.lt_u"),
  I16X8_GT_S(0xfd31, "i16x8.gt_s"),
  I16X8_GT_U(0xfd32, "i16x8.gt_u"),
  I16X8_LE_S(0xfd33, "i16x8.le_s"),
  I16X8_LE_U(0xfd34, "i16x8.le_u"),
  I16X8_GE_S(0xfd35, "i16x8.ge_s"),
  I16X8_GE_U(0xfd36, "i16x8.ge_u"),
  I32X4_EQ(0xfd37, "i32x4.eq"),
  I32X4_NE(0xfd38, "i32x4.ne"),
  I32X4_LT_S(0xfd39, "i32x4.lt_s"),
  I32X4_LT_U(0xfd3a, "i32x4.lt_u"),
  I32X4_GT_S(0xfd3b, "i32x4.gt_s"),
  I32X4_GT_U(0xfd3c, "i32x4.gt_u"),
  I32X4_LE_S(0xfd3d, "i32x4.le_s"),
  I32X4_LE_U(0xfd3e, "i32x4.le_u"),
  I32X4_GE_S(0xfd3f, "i32x4.ge_s"),
  I32X4_GE_U(0xfd40, "i32x4.ge_u"),
  F32X4_EQ(0xfd41, "f32x4.eq"),
  F32X4_NE(0xfd42, "f32x4.ne"),
  F32X4_LT(0xfd43, "f32x4.lt"),
  F32X4_GT(0xfd44, "f32x4.gt"),
  F32X4_LE(0xfd45, "f32x4.le"),
  F32X4_GE(0xfd46, "f32x4.ge"),
  F64X2_EQ(0xfd47, "f64x2.eq"),
  F64X2_NE(0xfd48, "f64x2.ne"),
  F64X2_LT(0xfd49, "f64x2.lt"),
  F64X2_GT(0xfd4a, "f64x2.gt"),
  F64X2_LE(0xfd4b, "f64x2.le"),
  F64X2_GE(0xfd4c, "f64x2.ge"),
  V128_NOT(0xfd4d, "v128.not"),
  V128_AND(0xfd4e, "v128.and"),
  V128_ANDNOT(0xfd4f, "v128.andnot"),
  V128_OR(0xfd50, "v128.or"),
  V128_XOR(0xfd51, "v128.xor"),
  V128_BITSELECT(0xfd52, "v128.bitselect"),
  V128_ANY_TRUE(0xfd53, "v128.any_true"),
  V128_LOAD8_LANE(0xfd54, "v128.load8_lane", Immediate.ACCESS_AND_LANE, 1),
  V128_LOAD16_LANE(0xfd55, "v128.load16_lane", Immediate.ACCESS_AND_LANE, 2),
  V128_LOAD32_LANE(0xfd56, "v128.load32_lane", Immediate.ACCESS_AND_LANE, 4),
  V128_LOAD64_LANE(0xfd57, "v128.load64_lane", Immediate.ACCESS_AND_LANE, 8),
  V128_STORE8_LANE(0xfd58, "v128.store8_lane", Immediate.ACCESS_AND_LANE, 1),
  V128_STORE16_LANE(0xfd59, "v128.store16_lane", Immediate.ACCESS_AND_LANE, 2),
  V128_STORE32_LANE(0xfd5a, "v128.store32_lane", Immediate.ACCESS_AND_LANE, 4),
  V128_STORE64_LANE(0xfd5b, "v128.store64_lane", Immediate.ACCESS_AND_LANE, 8),
  V128_LOAD32_ZERO(0xfd5c, "v128.load32_zero", Immediate.ACCESS, 4),
  V128_LOAD64_ZERO(0xfd5d, "v128.load64_zero", Immediate.ACCESS, 8),
  F32X4_DEMOTE_F64X2_ZERO(0xfd5e, "f32x4.demote_f64x2_zero"),
  F64X2_PROMOTE_LOW_F32X4(0xfd5f, "f64x2.promote_low_f32x4"),
  I8X16_ABS(0xfd60, "i8x16.abs"),
  I8X16_NEG(0xfd61, "i8x16.neg"),
  I8X16_POPCNT(0xfd62, "i8x16.popcnt"),
  I8X16_ALL_TRUE(0xfd63, "i8x16.all_true"),
  I8X16_BITMASK(0xfd64, "i8x16.bitmask"),
  I8X16_NARROW_I16X8_S(0xfd65, "i8x16.narrow_i16x8_s"),
  I8X16_NARROW_I16X8_U(0xfd66, "i8x16.narrow_i16x8_u"),
  F32X4_CEIL(0xfd67, "f32x4.ceil"),
  F32X4_FLOOR(0xfd68, "f32x4.floor"),
  F32X4_TRUNC(0xfd69, "f32x4.trunc"),
  F32X4_NEAREST(0xfd6a, "f32x4.nearest"),
  I8X16_SHL(0xfd6b, "i8x16.shl"),
  I8X16_SHR_S(0xfd6c, "i8x16.shr_s"),
  I8X16_SHR_U(0xfd6d, "i8x16.shr_u"),
  I8X16_ADD(0xfd6e, "i8x16.add"),
  I8X16_ADD_SAT_S(0xfd6f, "i8x16.add_sat_s"),
  I8X16_ADD_SAT_U(0xfd70, "i8x16.add_sat_u"),
  I8X16_SUB(0xfd71, "i8x16.sub"),
  I8X16_SUB_SAT_S(0xfd72, "i8x16.sub_sat_s"),
  I8X16_SUB_SAT_U(0xfd73, "i8x16.sub_sat_u"),
  F64X2_CEIL(0xfd74, "f64x2.ceil"),
  F64X2_FLOOR(0xfd75, "f64x2.floor"),
  I8X16_MIN_S(0xfd76, "i8x16.min_s"),
  I8X16_MIN_U(0xfd77, "i8x16.min_u"),
  I8X16_MAX_S(0xfd78, "i8x16.max_s"),
  I8X16_MAX_U(0xfd79, "i8x16.max_u"),
  F64X2_TRUNC(0xfd7a, "f64x2.trunc"),
  I8X16_AVGR_U(0xfd7b, "i8x16.avgr_u"),
  I16X8_EXTADD_PAIRWISE_I8X16_S(0xfd7c, "i16x8.extadd_pairwise_i8x16_s"),
  I16X8_EXTADD_PAIRWISE_I8X16_U(0xfd7d, "i16x8.extadd_pairwise_i8x16_u"),
  I32X4_EXTADD_PAIRWISE_I16X8_S(0xfd7e, "i32x4.extadd_pairwise_i16x8_s"),
  I32X4_EXTADD_PAIRWISE_I16X8_U(0xfd7f, "i32x4.extadd_pairwise_i16x8_u"),
  I16X8_ABS(0xfd80, "i16x8.abs"),
  I16X8_NEG(0xfd81, "i16x8.neg"),
  I16X8_Q15MULR_SAT_S(0xfd82, "i16x8.q15mulr_sat_s"),
  I16X8_ALL_TRUE(0xfd83, "i16x8.all_true"),
  I16X8_BITMASK(0xfd84, "i16x8.bitmask"),
  I16X8_NARROW_I32X4_S(0xfd85, "i16x8.narrow_i32x4_s"),
  I16X8_NARROW_I32X4_U(0xfd86, "i16x8.narrow_i32x4_u"),
  I16X8_EXTEND_LOW_I8X16_S(0xfd87, "i16x8.extend_low_i8x16_s"),
  I16X8_EXTEND_HIGH_I8X16_S(0xfd88, "i16x8.extend_high_i8x16_s"),
  I16X8_EXTEND_LOW_I8X16_U(0xfd89, "i16x8.extend_low_i8x16_u"),
  I16X8_EXTEND_HIGH_I8X16_U(0xfd8a, "i16x8.extend_high_i8x16_u"),
  I16X8_SHL(0xfd8b, "i16x8.shl"),
  I16X8_SHR_S(0xfd8c, "i16x8.shr_s"),
  I16X8_SHR_U(0xfd8d, "i16x8.shr_u"),
  I16X8_ADD(0xfd8e, "i16x8.add"),
  I16X8_ADD_SAT_S(0xfd8f, "i16x8.add_sat_s"),
  I16X8_ADD_SAT_U(0xfd90, "i16x8.add_sat_u"),
  I16X8_SUB(0xfd91, "i16x8.sub"),
  I16X8_SUB_SAT_S(0xfd92, "i16x8.sub_sat_s"),
  I16X8_SUB_SAT_U(0xfd93, "i16x8.sub_sat_u"),
  F64X2_NEAREST(0xfd94, "f64x2.nearest"),
  I16X8_MUL(0xfd95, "i16x8.mul"),
  I16X8_MIN_S(0xfd96, "i16x8.min_s"),
  I16X8_MIN_U(0xfd97, "i16x8.min_u"),
  I16X8_MAX_S(0xfd98, "i16x8.max_s"),
  I16X8_MAX_U(0xfd99, "i16x8.max_u"),
  I16X8_AVGR_U(0xfd9b, "i16x8.avgr_u"),
  I16X8_EXTMUL_LOW_I8X16_S(0xfd9c, "i16x8.extmul_low_i8x16_s"),
  I16X8_EXTMUL_HIGH_I8X16_S(0xfd9d, "i16x8.extmul_high_i8x16_s"),
  I16X8_EXTMUL_LOW_I8X16_U(0xfd9e, "i16x8.extmul_low_i8x16_u"),
  I16X8_EXTMUL_HIGH_I8X16_U(0xfd9f, "i16x8.extmul_high_i8x16_u"),
  I32X4_ABS(0xfda0, "i32x4.abs"),
  I32X4_NEG(0xfda1, "i32x4.neg"),
  I32X4_ALL_TRUE(0xfda3, "i32x4.all_true"),
  I32X4_BITMASK(0xfda4, "i32x4.bitmask"),
  I32X4_EXTEND_LOW_I16X8_S(0xfda7, "i32x4.extend_low_i16x8_s"),
  I32X4_EXTEND_HIGH_I16X8_S(0xfda8, "i32x4.extend_high_i16x8_s"),
  I32X4_EXTEND_LOW_I16X8_U(0xfda9, "i32x4.extend_low_i16x8_u"),
  I32X4_EXTEND_HIGH_I16X8_U(0xfdaa, "i32x4.extend_high_i16x8_u"),
  I32X4_SHL(0xfdab, "i32x4.shl"),
  I32X4_SHR_S(0xfdac, "i32x4.shr_s"),
  I32X4_SHR_U(0xfdad, "i32x4.shr_u"),
  I32X4_ADD(0xfdae, "i32x4.add"),
  I32X4_SUB(0xfdb1, "i32x4.sub"),
  I32X4_MUL(0xfdb5, "i32x4.mul"),
  I32X4_MIN_S(0xfdb6, "i32x4.min_s"),
  I32X4_MIN_U(0xfdb7, "i32x4.min_u"),
  I32X4_MAX_S(0xfdb8, "i32x4.max_s"),
  I32X4_MAX_U(0xfdb9, "i32x4.max_u"),
  I32X4_DOT_I16X8_S(0xfdba, "i32x4.dot_i16x8_s"),
  I32X4_EXTMUL_LOW_I16X8_S(0xfdbc, "i32x4.extmul_low_i16x8_s"),
  I32X4_EXTMUL_HIGH_I16X8_S(0xfdbd, "i32x4.extmul_high_i16x8_s"),
  I32X4_EXTMUL_LOW_I16X8_U(0xfdbe, "i32x4.extmul_low_i16x8_u"),
  I32X4_EXTMUL_HIGH_I16X8_U(0xfdbf, "i32x4.extmul_high_i16x8_u"),
  I64X2_ABS(0xfdc0, "i64x2.abs"),
  I64X2_NEG(0xfdc1, "i64x2.neg"),
  I64X2_ALL_TRUE(0xfdc3, "i64x2.all_true"),
  I64X2_BITMASK(0xfdc4, "i64x2.bitmask"),
  I64X2_EXTEND_LOW_I32X4_S(0xfdc7, "i64x2.extend_low_i32x4_s"),
  I64X2_EXTEND_HIGH_I32X4_S(0xfdc8, "i64x2.extend_high_i32x4_s"),
  I64X2_EXTEND_LOW_I32X4_U(0xfdc9, "i64x2.extend_low_i32x4_u"),
  I64X2_EXTEND_HIGH_I32X4_U(0xfdca, "i64x2.extend_high_i32x4_u"),
  I64X2_SHL(0xfdcb, "i64x2.shl"),
  I64X2_SHR_S(0xfdcc, "i64x2.shr_s"),
  I64X2_SHR_U(0xfdcd, "i64x2.shr_u"),
  I64X2_ADD(0xfdce, "i64x2.add"),
  I64X2_SUB(0xfdd1, "i64x2.sub"),
  I64X2_MUL(0xfdd5, "i64x2.mul"),
  I64X2_EQ(0xfdd6, "i64x2.eq"),
  I64X2_NE(0xfdd7, "i64x2.ne"),
  I64X2_LT_S(0xfdd8, "i64x2.lt_s"),
  I64X2_GT_S(0xfdd9, "i64x2.gt_s"),
  I64X2_LE_S(0xfdda, "i64x2.le_s"),
  I64X2_GE_S(0xfddb, "i64x2.ge_s"),
  I64X2_EXTMUL_LOW_I32X4_S(0xfddc, "i64x2.extmul_low_i32x4_s"),
  I64X2_EXTMUL_HIGH_I32X4_S(0xfddd, "i64x2.extmul_high_i32x4_s"),
  I64X2_EXTMUL_LOW_I32X4_U(0xfdde, "i64x2.extmul_low_i32x4_u"),
  I64X2_EXTMUL_HIGH_I32X4_U(0xfddf, "i64x2.extmul_high_i32x4_u"),
  F32X4_ABS(0xfde0, "f32x4.abs"),
  F32X4_NEG(0xfde1, "f32x4.neg"),
  F32X4_SQRT(0xfde3, "f32x4.sqrt"),
  F32X4_ADD(0xfde4, "f32x4.add"),
  F32X4_SUB(0xfde5, "f32x4.sub"),
  F32X4_MUL(0xfde6, "f32x4.mul"),
  F32X4_DIV(0xfde7, "f32x4.div"),
  F32X4_MIN(0xfde8, "f32x4.min"),
  F32X4_MAX(0xfde9, "f32x4.max"),
  F32X4_PMIN(0xfdea, "f32x4.pmin"),
  F32X4_PMAX(0xfdeb, "f32x4.pmax"),
  F64X2_ABS(0xfdec, "f64x2.abs"),
  F64X2_NEG(0xfded, "f64x2.neg"),
  F64X2_SQRT(0xfdef, "f64x2.sqrt"),
  F64X2_ADD(0xfdf0, "f64x2.add"),
  F64X2_SUB(0xfdf1, "f64x2.sub"),
  F64X2_MUL(0xfdf2, "f64x2.mul"),
  F64X2_DIV(0xfdf3, "f64x2.div"),
  F64X2_MIN(0xfdf4, "f64x2.min"),
  F64X2_MAX(0xfdf5, "f64x2.max"),
  F64X2_PMIN(0xfdf6, "f64x2.pmin"),
  F64X2_PMAX(0xfdf7, "f64x2.pmax"),
  I32X4_TRUNC_SAT_F32X4_S(0xfdf8, "i32x4.trunc_sat_f32x4_s"),
  I32X4_TRUNC_SAT_F32X4_U(0xfdf9, "i32x4.trunc_sat_f32x4_u"),
  F32X4_CONVERT_I32X4_S(0xfdfa, "f32x4.convert_i32x4_s"),
  F32X4_CONVERT_I32X4_U(0xfdfb, "f32x4.convert_i32x4_u"),
  I32X4_TRUNC_SAT_F64X2_S_ZERO(0xfdfc, "i32x4.trunc_sat_f64x2_s_zero"),
  I32X4_TRUNC_SAT_F64X2_U_ZERO(0xfdfd, "i32x4.trunc_sat_f64x2_u_zero"),
  F64X2_CONVERT_LOW_I32X4_S(0xfdfe, "f64x2.convert_low_i32x4_s"),
  F64X2_CONVERT_LOW_I32X4_U(0xfdff, "f64x2.convert_low_i32x4_u");
  private static final int MISCELLANEOUS = 0xfc;
  private static final int VECTOR = 0xfd;
  private static final @Nullable Opcode[] PLAIN = new Opcode[0x100];
  private static final @Nullable Opcode[] BY_MISCELLANEOUS_NUMBER = new Opcode[0x100];
  private static final @Nullable Opcode[] BY_VECTOR_NUMBER = new Opcode[0x100];

  static {
    for (Opcode opcode : values()) {
      table(opcode.prefix())[opcode.code()] = opcode;
    }
  }

  private final int code;
  private final String text;
  private final Immediate immediate;
  private final int width;

  Opcode(int code, String text) {
    this(code, text, Immediate.NONE, 0);
  }

  Opcode(int code, String text, Immediate immediate) {
    this(code, text, immediate, 0);
  }

  Opcode(int code, String text, Immediate immediate, int width) {
    this.code = code;
    this.text = text;
    this.immediate = immediate;
    this.width = width;
  }

  private static @Nullable Opcode[] table(int prefix) {
    return switch (prefix) {
      case MISCELLANEOUS -> BY_MISCELLANEOUS_NUMBER;
      case VECTOR -> BY_VECTOR_NUMBER;
      default -> PLAIN;
    };
  }

  /// Reads an opcode; those of later versions are refused by name.
  static Opcode read(BinaryReader in) {
    int start = in.offset();
    int first = in.u8("an instruction");
    long number = first;
    if (first == MISCELLANEOUS || first == VECTOR) {
      number = in.u32("an opcode");
    }
    Opcode opcode = number > 0xff ? null : table(first)[(int) number];
    if (opcode == null) {
      throw Proposal.unknownOpcode(start, first, number);
    }
    return opcode;
  }

  /// The byte before the code, or 0 where there is none.
  public int prefix() {
    return code >> 8;
  }

  /// The byte, or after a prefix the number in LEB128, that stands for the instruction.
  public int code() {
    return code & 0xff;
  }

  /// What follows the opcode.
  public Immediate immediate() {
    return immediate;
  }

  /// How many bytes of memory an access takes, or a lane where there is one; 0 for others.
  public int width() {
    return width;
  }

  /// Where it came in; empty for what the first version has.
  public Optional<Feature> feature() {
    if (this == SELECT_TYPED || this == TABLE_GET || this == TABLE_SET) {
      return Optional.of(Feature.REFERENCE_TYPES);
    }
    if (code < I32_EXTEND8_S.code) {
      return Optional.empty();
    }
    if (code < REF_NULL.code) {
      return Optional.of(Feature.SIGN_EXTENSION);
    }
    if (code < I32_TRUNC_SAT_F32_S.code) {
      return Optional.of(Feature.REFERENCE_TYPES);
    }
    if (code < MEMORY_INIT.code) {
      return Optional.of(Feature.SATURATING_CONVERSIONS);
    }
    if (code < TABLE_GROW.code) {
      return Optional.of(Feature.BULK_MEMORY);
    }
    return Optional.of(code < V128_LOAD.code ? Feature.REFERENCE_TYPES : Feature.SIMD);
  }

  /// The name in the text format, such as `i32.add`.
  @Override
  public String toString() {
    return text;
  }
}
