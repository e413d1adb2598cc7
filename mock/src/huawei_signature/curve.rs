//! The elliptic curves P-256 and SM2, and DER signatures. Slow and not constant-time: for tests only.

use num_bigint::BigUint;

/// A curve y² = x³ + ax + b over a prime field.
pub(super) struct Curve {
    prime: BigUint,
    pub(super) a: BigUint,
    pub(super) b: BigUint,
    pub(super) generator: Point,
    pub(super) order: BigUint,
}

/// A point of a curve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) x: BigUint,
    pub(super) y: BigUint,
}

/// A point (x/z², y/z³). Needs one division at the end. The point at infinity has z = 0.
#[derive(Clone)]
struct Jacobian {
    x: BigUint,
    y: BigUint,
    z: BigUint,
}

impl Curve {
    /// FIPS 186-5.
    pub(super) fn p256() -> Self {
        Self::from_hex([
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        ])
    }

    /// GB/T 32918.5.
    pub(super) fn sm2() -> Self {
        Self::from_hex([
            "fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff",
            "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc",
            "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93",
            "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7",
            "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0",
            "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123",
        ])
    }

    fn from_hex(numbers: [&str; 6]) -> Self {
        let [prime, a, b, x, y, order] =
            numbers.map(|hex| BigUint::parse_bytes(hex.as_bytes(), 16).expect("it is hex"));
        Self { prime, a, b, generator: Point { x, y }, order }
    }

    pub(super) fn public_key(&self, private_key: &BigUint) -> Point {
        self.to_affine(&self.multiply(private_key, &self.generator)).expect("a private key is below the order")
    }

    /// FIPS 186-5, section 6.4.2.
    pub(super) fn ecdsa_verifies(&self, public_key: &Point, hash: &BigUint, r: &BigUint, s: &BigUint) -> bool {
        if !self.may_be_signature(r, s) {
            return false;
        }
        let inverse = s.modpow(&(&self.order - 2u8), &self.order);
        let (u, v) = (hash * &inverse % &self.order, r * inverse % &self.order);
        self.linear_combination(&u, &v, public_key).is_some_and(|point| point.x % &self.order == *r)
    }

    /// GB/T 32918.2, section 7.1.
    pub(super) fn sm2_verifies(&self, public_key: &Point, hash: &BigUint, r: &BigUint, s: &BigUint) -> bool {
        let t = (r + s) % &self.order;
        if !self.may_be_signature(r, s) || is_zero(&t) {
            return false;
        }
        self.linear_combination(s, &t, public_key).is_some_and(|point| (hash + point.x) % &self.order == *r)
    }

    fn may_be_signature(&self, r: &BigUint, s: &BigUint) -> bool {
        [r, s].iter().all(|number| !is_zero(number) && **number < self.order)
    }

    /// A linear combination of the generator and a point.
    fn linear_combination(&self, of_generator: &BigUint, of_point: &BigUint, point: &Point) -> Option<Point> {
        self.to_affine(&self.add(&self.multiply(of_generator, &self.generator), &self.multiply(of_point, point)))
    }

    fn multiply(&self, factor: &BigUint, point: &Point) -> Jacobian {
        let point = Jacobian { x: point.x.clone(), y: point.y.clone(), z: BigUint::from(1u8) };
        let infinity = Jacobian { x: BigUint::from(1u8), y: BigUint::from(1u8), z: BigUint::ZERO };
        (0..factor.bits()).rev().fold(infinity, |sum, bit| {
            let doubled = self.double(&sum);
            if factor.bit(bit) { self.add(&doubled, &point) } else { doubled }
        })
    }

    fn add(&self, left: &Jacobian, right: &Jacobian) -> Jacobian {
        if is_zero(&left.z) {
            return right.clone();
        }
        if is_zero(&right.z) {
            return left.clone();
        }
        let (left_square, right_square) = (self.product(&left.z, &left.z), self.product(&right.z, &right.z));
        let (left_x, right_x) = (self.product(&left.x, &right_square), self.product(&right.x, &left_square));
        let left_y = self.product(&left.y, &(right_square * &right.z));
        let right_y = self.product(&right.y, &(left_square * &left.z));
        let (run, rise) = (self.difference(&right_x, &left_x), self.difference(&right_y, &left_y));
        if is_zero(&run) {
            let opposite = Jacobian { z: BigUint::ZERO, ..left.clone() };
            return if is_zero(&rise) { self.double(left) } else { opposite };
        }
        let run_square = self.product(&run, &run);
        let run_cube = self.product(&run, &run_square);
        let middle = self.product(&left_x, &run_square);
        let x = self.difference(&self.product(&rise, &rise), &(&run_cube + 2u8 * &middle));
        let y = self.difference(&self.product(&rise, &self.difference(&middle, &x)), &(left_y * run_cube));
        let z = self.product(&run, &(&left.z * &right.z));
        Jacobian { x, y, z }
    }

    fn double(&self, point: &Jacobian) -> Jacobian {
        let Jacobian { x, y, z } = point;
        let (y_square, z_square) = (self.product(y, y), self.product(z, z));
        let middle = self.product(&(4u8 * x), &y_square);
        let slope = (3u8 * x * x + &self.a * &z_square * &z_square) % &self.prime;
        let doubled_x = self.difference(&self.product(&slope, &slope), &(2u8 * &middle));
        let fall = self.product(&slope, &self.difference(&middle, &doubled_x));
        let doubled_y = self.difference(&fall, &(8u8 * &y_square * &y_square));
        Jacobian { x: doubled_x, y: doubled_y, z: self.product(&(2u8 * y), z) }
    }

    fn to_affine(&self, point: &Jacobian) -> Option<Point> {
        if is_zero(&point.z) {
            return None;
        }
        let inverse = point.z.modpow(&(&self.prime - 2u8), &self.prime);
        let square = self.product(&inverse, &inverse);
        Some(Point { x: self.product(&point.x, &square), y: self.product(&point.y, &(square * inverse)) })
    }

    fn product(&self, left: &BigUint, right: &BigUint) -> BigUint {
        left * right % &self.prime
    }

    fn difference(&self, left: &BigUint, right: &BigUint) -> BigUint {
        (left % &self.prime + &self.prime - right % &self.prime) % &self.prime
    }
}

fn is_zero(number: &BigUint) -> bool {
    *number == BigUint::ZERO
}

/// The two integers of a DER signature in hexadecimal.
pub(super) fn der_integers(hex: &str) -> Option<[BigUint; 2]> {
    let bytes = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok())
        .collect::<Option<Vec<_>>>()?;
    let (sequence, rest) = element(&bytes, 0x30)?;
    let (first, more) = element(sequence, 0x02)?;
    let (second, none) = element(more, 0x02)?;
    (rest.is_empty() && none.is_empty()).then_some([integer(first)?, integer(second)?])
}

/// The content of a DER element and the remaining bytes. Supports lengths of one byte.
fn element(bytes: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let [found, length, rest @ ..] = bytes else { return None };
    (*found == kind && *length < 0x80).then(|| rest.split_at_checked(usize::from(*length)))?
}

/// A positive integer in its shortest encoding.
fn integer(bytes: &[u8]) -> Option<BigUint> {
    let is_shortest = match bytes {
        [0, second, ..] => *second >= 0x80,
        [first, ..] => (1..0x80).contains(first),
        [] => false,
    };
    is_shortest.then(|| BigUint::from_bytes_be(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generator_is_on_its_curve_and_of_its_order() {
        for curve in [Curve::p256(), Curve::sm2()] {
            let Point { x, y } = &curve.generator;
            let right = (x * x * x + &curve.a * x + &curve.b) % &curve.prime;
            assert_eq!(y * y % &curve.prime, right);
            assert!(curve.to_affine(&curve.multiply(&curve.order, &curve.generator)).is_none());
            let last = curve.public_key(&(&curve.order - 1u8));
            assert_eq!((last.x, last.y + y), (x.clone(), curve.prime.clone()));
        }
    }

    /// RFC 6979, appendix A.2.5: the message `sample`.
    #[test]
    fn a_published_signature_is_verified_and_no_other() {
        let number = |hex: &str| BigUint::parse_bytes(hex.as_bytes(), 16).expect("it is hex");
        let curve = Curve::p256();
        let key = curve.public_key(&number("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"));
        assert_eq!(key.x, number("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"));
        let hash = number("af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf");
        let r = number("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716");
        let s = number("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
        assert!(curve.ecdsa_verifies(&key, &hash, &r, &s));
        assert!(!curve.ecdsa_verifies(&key, &(hash + 1u8), &r, &s));
        assert!(!curve.ecdsa_verifies(&key, &s, &BigUint::ZERO, &s));
        assert!(!curve.ecdsa_verifies(&key, &s, &r, &curve.order));
    }

    #[test]
    fn only_canonical_der_is_accepted() {
        assert_eq!(der_integers("300702010102020080"), Some([BigUint::from(1u8), BigUint::from(128u8)]));
        for other in
            ["", "3", "30", "300602010102010200", "3107020101020200ff", "300702010102020001", "30060201ff020101"]
        {
            assert_eq!(der_integers(other), None, "{other}");
        }
    }
}
