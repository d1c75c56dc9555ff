// Prices with discounts and taxes, as in TPC-H: each once for DOUBLE and once for DECIMAL(15, 2).
//
// A DECIMAL argument arrives as its unscaled value: 12.34 as DECIMAL(15, 2) is 1234, and 1 is 100. The product of values
// with scales 2 and 2 has scale 4, so a result is exact without any rounding. Products wrap at 64 bits, which no price
// below 4.6 trillion with a discount and a tax between 0 and 1 comes near.

#include <stdbool.h>
#include <stdint.h>

static bool is_promotion(const uint8_t *type, uint32_t length) {
  return length >= 5 && type[0] == 'P' && type[1] == 'R' && type[2] == 'O' && type[3] == 'M' && type[4] == 'O';
}

// disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE: the price less the discount, which is a fraction of it.
double disc_price(double price, double discount) {
  return price * (1 - discount);
}

// taxed_price(price DOUBLE, discount DOUBLE, tax DOUBLE) RETURNS DOUBLE: the discounted price with the tax on top.
double taxed_price(double price, double discount, double tax) {
  return price * (1 - discount) * (1 + tax);
}

// promo_disc(type VARCHAR, price DOUBLE, discount DOUBLE) RETURNS DOUBLE: the discounted price of a part whose type
// starts with PROMO, 0 for any other.
double promo_disc(const uint8_t *type, uint32_t length, double price, double discount) {
  return is_promotion(type, length) ? disc_price(price, discount) : 0;
}

// disc_price_dec(price DECIMAL(15, 2), discount DECIMAL(15, 2)) RETURNS DECIMAL(18, 4)
int64_t disc_price_dec(int64_t price, int64_t discount) {
  return price * (100 - discount);
}

// taxed_price_dec(price DECIMAL(15, 2), discount DECIMAL(15, 2), tax DECIMAL(15, 2)) RETURNS DECIMAL(18, 6)
int64_t taxed_price_dec(int64_t price, int64_t discount, int64_t tax) {
  return price * (100 - discount) * (100 + tax);
}

// promo_disc_dec(type VARCHAR, price DECIMAL(15, 2), discount DECIMAL(15, 2)) RETURNS DECIMAL(18, 4)
int64_t promo_disc_dec(const uint8_t *type, uint32_t length, int64_t price, int64_t discount) {
  return is_promotion(type, length) ? disc_price_dec(price, discount) : 0;
}

// is_shipped_before(shipped DATE, day DATE) RETURNS BOOLEAN: whether the shipping date is earlier than the day, both in
// days since 1970-01-01.
bool is_shipped_before(int32_t shipped, int32_t day) {
  return shipped < day;
}
