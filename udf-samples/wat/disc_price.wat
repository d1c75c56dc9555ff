(module
  (func (export "disc_price") (param $price f64) (param $discount f64) (result f64)
    (f64.mul
      (local.get $price)
      (f64.sub (f64.const 1) (local.get $discount)))))
