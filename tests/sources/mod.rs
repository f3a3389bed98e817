//! The sources of a crate as tests read them: which file imports which other file, and circles of imports.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test uses its part; a source that cannot be read is a failed test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// All source files of a crate.
pub(crate) struct Sources(pub(crate) Vec<Source>);

impl Sources {
    /// The sources in a folder.
    pub(crate) fn load(root: &Path) -> Self {
        let mut found = BTreeMap::new();
        collect(root, root, &mut found);
        assert!(found.len() > 50, "the sources were not found");
        Self(found.into_iter().map(|(path, text)| Source::new(path, &text)).collect())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// The other files that a file imports or names, in order and without duplicates.
    pub(crate) fn imports(&self, source: &Source) -> Vec<&Source> {
        let files = source.paths().into_iter().filter_map(|path| self.file_of(&path));
        let mut files: Vec<&Source> = files.filter(|file| file.path != source.path).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        files
    }

    /// The files of a circle of imports, if there is one. With `within_modules` a module and its own submodules count too;
    /// otherwise they may import each other.
    pub(crate) fn find_circle(&self, within_modules: bool) -> Option<Vec<String>> {
        let mut finished = Vec::new();
        self.iter()
            .find_map(|source| self.circle_from(source, within_modules, &mut Vec::new(), &mut finished))
    }

    fn circle_from(
        &self,
        source: &Source,
        within_modules: bool,
        trail: &mut Vec<String>,
        finished: &mut Vec<String>,
    ) -> Option<Vec<String>> {
        if let Some(at) = trail.iter().position(|path| *path == source.path) {
            return Some([&trail[at..], std::slice::from_ref(&source.path)].concat());
        }
        if finished.contains(&source.path) {
            return None;
        }
        trail.push(source.path.clone());
        let is_counted = |target: &&Source| within_modules || !source.is_related_to(target);
        let circle = self
            .imports(source)
            .into_iter()
            .filter(is_counted)
            .find_map(|target| self.circle_from(target, within_modules, trail, finished));
        trail.pop();
        finished.push(source.path.clone());
        circle
    }

    /// The file of the innermost module on a path.
    fn file_of(&self, path: &[String]) -> Option<&Source> {
        let modules =
            self.iter().filter(|source| source.path != "main.rs" && path.starts_with(&source.module));
        modules.max_by_key(|source| source.module.len())
    }
}

/// A source file without comments, strings and unit tests.
pub(crate) struct Source {
    /// Its path in `src`.
    pub(crate) path: String,
    /// The path of its module; empty for the crate's root.
    pub(crate) module: Vec<String>,
    pub(crate) code: String,
}

impl Source {
    pub(crate) fn new(path: String, text: &str) -> Self {
        let code = blank_comments_and_strings(text);
        let end = code.find("#[cfg(test)]\nmod ").unwrap_or(code.len());
        let name = path.trim_end_matches(".rs").trim_end_matches("/mod");
        let parts = name.split('/').filter(|part| !["lib", "main"].contains(part));
        Self { module: parts.map(str::to_owned).collect(), code: code[..end].to_owned(), path }
    }

    /// Whether one of the two is a submodule of the other.
    fn is_related_to(&self, other: &Self) -> bool {
        self.module.starts_with(&other.module) || other.module.starts_with(&self.module)
    }

    /// All paths into the own crate, from the crate's root.
    fn paths(&self) -> Vec<Vec<String>> {
        let parent = &self.module[..self.module.len().saturating_sub(1)];
        let mut found: Vec<_> =
            paths_after(&self.code, "crate::").into_iter().map(|(_, path)| path).collect();
        for (_, mut path) in paths_after(&self.code, "super::") {
            let mut base = parent;
            while path.first().is_some_and(|part| part == "super") {
                path.remove(0);
                base = &base[..base.len().saturating_sub(1)];
            }
            found.push([base, &path].concat());
        }
        let children =
            self.code.lines().filter_map(|line| line.trim().strip_suffix(';')?.rsplit_once("mod "));
        for (_, child) in children {
            for (_, path) in paths_after(&self.code, &format!("{child}::")) {
                found.push([&self.module[..], &[child.to_owned()], &path].concat());
            }
        }
        found
    }
}

/// The paths after a prefix: `crate::{a::b, c}` gives `a::b` and `c`.
pub(crate) fn paths_after(code: &str, prefix: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| is_word(c) || c == ':' || c == '$') {
            continue;
        }
        let line = code[..at].matches('\n').count() + 1;
        let mut paths = Vec::new();
        read_tree(&mut code[at + prefix.len()..].chars().peekable(), &[], &mut paths);
        found.extend(paths.into_iter().filter(|path| !path.is_empty()).map(|path| (line, path)));
    }
    found
}

/// Reads a path or a group of paths (`a::b`, `a::{b, c}`, `*`) up to its end.
fn read_tree(
    code: &mut std::iter::Peekable<std::str::Chars>,
    before: &[String],
    found: &mut Vec<Vec<String>>,
) {
    let mut path = before.to_vec();
    loop {
        while code.next_if(|c| c.is_whitespace() || *c == ':').is_some() {}
        if code.next_if_eq(&'{').is_some() {
            loop {
                read_tree(code, &path, found);
                while code.next_if(|c| c.is_whitespace()).is_some() {}
                if code.next_if_eq(&',').is_none() {
                    code.next_if_eq(&'}');
                    return;
                }
            }
        }
        let mut word = String::new();
        while let Some(c) = code.next_if(|c| is_word(*c) || *c == '*') {
            word.push(c);
        }
        if !word.is_empty() {
            path.push(word);
        }
        if code.peek() != Some(&':') {
            // After the last comma of a group there is no further path.
            if path.len() > before.len() {
                found.push(path);
            }
            while code.next_if(|c| is_word(*c) || *c == ' ').is_some() {}
            return;
        }
    }
}

/// Replaces comments and the contents of strings by spaces. Line numbers stay the same.
pub(crate) fn blank_comments_and_strings(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = skipped_length(rest, code.chars().next_back());
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[length..];
        }
    }
    code
}

/// The length of the comment or literal at the beginning of the text; 0 if there is none.
fn skipped_length(text: &str, before: Option<char>) -> usize {
    let upto = |end: &str, from: usize| text[from..].find(end).map_or(text.len(), |at| from + at + end.len());
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return upto("*/", 2);
    }
    let hashes = text.strip_prefix('r').map(|raw| raw.len() - raw.trim_start_matches('#').len());
    if let Some(hashes) = hashes.filter(|hashes| text[1 + hashes..].starts_with('"'))
        && !before.is_some_and(|c| is_word(c) && c != 'b')
    {
        return upto(&format!("\"{}", "#".repeat(hashes)), hashes + 2);
    }
    match text.as_bytes() {
        [b'"', ..] => 1 + quoted_length(&text[1..]),
        [b'\'', b'\\', ..] => upto("'", 3),
        [b'\'', _, b'\'', ..] => 3,
        _ => 0,
    }
}

/// The length of a string's contents, closing quote included.
fn quoted_length(inside: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    inside.len()
}

pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}
