//! No modules of the application import each other in a circle: each can be read after those that it imports. A module and
//! its own submodules count as one.

mod sources;

use std::path::Path;

use sources::{Source, Sources};

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let sources = Sources::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let circle = sources.find_circle(false).unwrap_or_default();
    assert!(circle.is_empty(), "\n\na circle: {}\n", circle.join(" -> "));
}

#[test]
fn paths_and_circles_are_found() {
    let source = |path: &str, text: &str| Source::new(path.to_owned(), text);
    let sources = Sources(vec![
        source("lib.rs", "mod a;\nmod b;\npub use a::{Left, inner::Deep};"),
        source("a/mod.rs", "mod inner;\npub use inner::Deep; // use crate::b;"),
        source("a/inner.rs", "use super::super::b::{self, Right};\nconst TEXT: &str = \"crate::c\";"),
        source("b.rs", "fn right() { crate::a::Left::new() }\n#[cfg(test)]\nmod tests { use crate::x; }"),
    ]);
    let imports =
        |at: usize| sources.imports(&sources.0[at]).iter().map(|file| file.path.clone()).collect::<Vec<_>>();
    assert_eq!(imports(0), ["a/inner.rs", "a/mod.rs"]);
    assert_eq!(
        (imports(1), imports(2), imports(3)),
        (vec!["a/inner.rs".to_owned()], vec!["b.rs".to_owned()], vec!["a/mod.rs".to_owned()])
    );
    let circle = |within_modules| sources.find_circle(within_modules).unwrap_or_default();
    assert_eq!(circle(true), ["a/inner.rs", "b.rs", "a/mod.rs", "a/inner.rs"]);
    assert_eq!(
        circle(false),
        Vec::<String>::new(),
        "without the step from a module to its submodule there is none"
    );
}
