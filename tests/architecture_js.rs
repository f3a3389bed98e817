//! Checks the rules for the page's scripts in `static/js` by their imports: which feature may import which, that there
//! are no circles, and that the app's page lists the modules it starts with.

#![expect(clippy::expect_used, reason = "a file that cannot be read is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each feature folder and the other folders that it may import. Scripts at the top level are entry points: they may
/// import everything, and no module imports them.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("shared", &[]),
    ("deletion", &["shared"]),
    ("filters", &["shared"]),
    ("list", &["shared", "deletion", "filters"]),
    ("jobs", &["shared", "deletion"]),
    ("settings", &["shared", "filters"]),
    ("history", &["shared", "deletion", "settings"]),
];

#[test]
fn features_import_only_allowed_folders() {
    let modules = modules();
    let mut faults = Vec::new();
    for (path, code) in &modules {
        let Some(feature) = feature_of(path) else { continue };
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == feature) else {
            faults.push(format!("{path}: the folder `{feature}` has no rule in MAY_IMPORT"));
            continue;
        };
        for import in all_imports(path, code) {
            let target = feature_of(&import);
            if target != Some(feature) && !target.is_some_and(|target| allowed.contains(&target)) {
                faults.push(format!("{path}: `{feature}` may not import {import}"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_imported_module_exists() {
    let modules = modules();
    let mut faults = Vec::new();
    for (path, code) in &modules {
        for import in all_imports(path, code).into_iter().filter(|import| !modules.contains_key(import)) {
            faults.push(format!("{path}: {import} does not exist"));
        }
    }
    assert_none(&faults);
}

#[test]
fn modules_do_not_import_in_circles() {
    let modules = modules();
    let mut left: BTreeMap<&str, BTreeSet<String>> =
        modules.iter().map(|(path, code)| (path.as_str(), code_imports(path, code))).collect();
    // Removes every module whose imports are all removed. The modules that are left are in a circle or lead to one.
    loop {
        let before = left.len();
        let rest: BTreeSet<String> = left.keys().map(|path| (*path).to_owned()).collect();
        left.retain(|_, imports| imports.iter().any(|import| rest.contains(import)));
        if left.len() == before {
            break;
        }
    }
    assert_none(&left.keys().map(|path| format!("{path}: is in a circle of imports")).collect::<Vec<_>>());
}

#[test]
fn every_module_is_type_checked_and_has_a_module_comment() {
    let is_described =
        |code: &str| code.strip_prefix("// @ts-check\n").is_some_and(|rest| rest.starts_with("// "));
    let faults: Vec<_> = modules()
        .into_iter()
        .filter(|(_, code)| !is_described(code))
        .map(|(path, _)| format!("{path}:1: begin with `// @ts-check` and a comment about the module"))
        .collect();
    assert_none(&faults);
}

#[test]
fn page_preloads_exactly_the_scripts_of_the_start() {
    let modules = modules();
    let mut needed = BTreeSet::new();
    let mut open = vec!["app.js".to_owned()];
    while let Some(path) = open.pop() {
        let fresh =
            static_imports(&path, &modules[&path]).into_iter().filter(|import| needed.insert(import.clone()));
        open.extend(fresh.collect::<Vec<_>>());
    }
    let page = read("templates/app.html");
    let announced = quoted_after(&page, "<link rel=\"modulepreload\" href=\"{{ page.asset_base }}/js/");
    assert_eq!(announced.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), needed);
    let started = quoted_after(&page, "<script type=\"module\" src=\"{{ page.asset_base }}/js/");
    assert_eq!(started, ["app.js", "guide.js"]);
}

/// The folder of a module; `None` for an entry point.
fn feature_of(path: &str) -> Option<&str> {
    path.split_once('/').map(|(folder, _)| folder)
}

/// The imports that are loaded before the module runs.
fn static_imports(path: &str, code: &str) -> BTreeSet<String> {
    let found = quoted_after(code, " from \"").into_iter().chain(quoted_after(code, "\nimport \""));
    found.map(|import| resolved(path, import)).collect()
}

/// All imports, including the types that comments name.
fn all_imports(path: &str, code: &str) -> BTreeSet<String> {
    let mut found = static_imports(path, code);
    found.extend(quoted_after(code, "import(\"").into_iter().map(|import| resolved(path, import)));
    found
}

/// The imports in the code, including later ones with `import()`.
fn code_imports(path: &str, code: &str) -> BTreeSet<String> {
    let mut plain = String::new();
    for (at, piece) in code.split("/**").enumerate() {
        plain.push_str(if at == 0 { piece } else { piece.split_once("*/").map_or("", |(_, rest)| rest) });
    }
    all_imports(path, &plain)
}

/// The texts between a mark and the next quotation mark.
fn quoted_after<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The path of an import from `static/js`.
fn resolved(path: &str, import: &str) -> String {
    let mut parts: Vec<_> = path.split('/').collect();
    parts.pop();
    for step in import.split('/') {
        match step {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The text of every script, by its path from `static/js`.
fn modules() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(&root().join("static/js"), "", &mut found);
    assert!(found.len() > 50, "the scripts are found");
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read_to_string(entry.path()).expect("a script can be read"));
        }
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a source file can be read")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n"));
}
