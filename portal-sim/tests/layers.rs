//! The simulator's layers, read from its sources: which module may import which, that no files import each other in a
//! circle, and that a REST method can be read alone.

#[path = "../../tests/sources/mod.rs"]
mod sources;

use std::path::Path;

use sources::{Sources, paths_after};

/// Each top-level module and the modules that it may import: those of the layers below it.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("sync", &[]),
    ("clock", &[]),
    ("php", &[]),
    ("faults", &["php", "sync"]),
    ("crm", &["clock", "php"]),
    ("world", &["clock", "crm", "faults", "php", "sync"]),
    ("portal", &["crm", "faults", "php", "sync", "world"]),
    ("methods", &["clock", "crm", "php", "portal", "world"]),
    ("wire", &["clock", "faults", "php", "portal", "world"]),
    ("rest", &["faults", "methods", "php", "portal", "sync", "wire", "world"]),
    ("oauth", &["clock", "faults", "php", "portal", "sync", "wire", "world"]),
    ("desktop", &["clock", "crm", "php", "portal", "world"]),
    ("server", &["desktop", "oauth", "portal", "rest", "sync", "wire", "world"]),
    ("sim", &["clock", "faults", "oauth", "portal", "rest", "server", "sync", "wire", "world"]),
];

/// What a file of REST methods may import from the other files in `methods`.
const METHODS_MAY_IMPORT: &[&str] = &["context", "error", "params", "creation"];

/// Crates that only some modules or files may use.
const OWNED_CRATES: &[(&str, &[&str])] = &[
    ("actix_web", &["wire", "rest/mod.rs", "oauth", "desktop", "server", "world/servers.rs"]),
    ("reqwest", &["world/state.rs", "portal/events.rs"]),
    ("clap", &["main.rs"]),
];

#[test]
fn a_module_imports_only_modules_of_lower_layers() {
    let sources = load();
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| !source.module.is_empty()) {
        let module = source.module[0].as_str();
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            faults.push(format!("{}: `{module}` has no rule in MAY_IMPORT", source.path));
            continue;
        };
        for target in sources.imports(source) {
            let imported = target.module.first().map_or("lib", String::as_str);
            if imported != module && !allowed.contains(&imported) {
                faults.push(format!("{}: `{module}` may not import `{imported}`", source.path));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let circle = load().find_circle(true).unwrap_or_default();
    assert!(circle.is_empty(), "\n\na circle: {}\n", circle.join(" -> "));
}

#[test]
fn a_file_of_methods_imports_only_the_context_and_its_helpers() {
    let sources = load();
    let mut faults = Vec::new();
    let roots = ["methods/mod.rs", "methods/table.rs"];
    let is_method =
        |source: &&sources::Source| source.path.starts_with("methods/") && !roots.contains(&&*source.path);
    for source in sources.iter().filter(is_method) {
        for target in sources.imports(source).iter().filter(|target| target.module[0] == "methods") {
            let part = target.module.get(1).map_or("mod", String::as_str);
            if source.module[1] != part && !METHODS_MAY_IMPORT.contains(&part) {
                faults.push(format!("{}: may not import `methods::{part}`", source.path));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn crates_stay_with_their_owners() {
    let mut faults = Vec::new();
    for source in load().iter() {
        for (name, owners) in OWNED_CRATES {
            let is_owner =
                |owner: &&str| source.path == **owner || source.path.starts_with(&format!("{owner}/"));
            if !owners.iter().any(is_owner) && !paths_after(&source.code, &format!("{name}::")).is_empty() {
                faults.push(format!("{}: may not use the crate `{name}`", source.path));
            }
        }
    }
    assert_none(&faults);
}

fn load() -> Sources {
    Sources::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n"));
}
