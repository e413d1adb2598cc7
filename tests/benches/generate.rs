//! Benchmark of the generator: from the five documents to the text of all files.
//!
//! Run with `cargo bench --bench generate`. The target is under 50 ms.
#![allow(missing_docs)] // criterion's macro makes a public function

use codegen_tests::documents;
use criterion::{Criterion, criterion_group, criterion_main};
use wireright_codegen::generate;

fn five_documents(criterion: &mut Criterion) {
    let options = documents::options();
    let sources = documents::specs();
    criterion.bench_function("generate/five documents", |bencher| {
        bencher.iter_batched(
            || sources.clone(),
            |sources| generate(sources, &options),
            criterion::BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, five_documents);
criterion_main!(benches);
