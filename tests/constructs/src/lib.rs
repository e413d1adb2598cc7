#![doc = include_str!(concat!(env!("OUT_DIR"), "/src/lib.md"))]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
