#![doc = include_str!(concat!(env!("OUT_DIR"), "/src/lib.md"))]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));

/// The examples of `docs/types.md`, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/types.md")]
struct TypesGuide;

/// The examples of `docs/testing.md`, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/testing.md")]
struct TestingGuide;

/// The examples of `docs/client.md`, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/client.md")]
struct ClientGuide;
