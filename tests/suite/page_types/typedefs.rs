//! Reads the typedefs in the comments of `types.js` and compares JSON with them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A type in TypeScript's notation, as far as the page's types need it.
#[derive(Clone, Debug)]
enum Type {
    Unknown,
    Null,
    Number,
    Text,
    Boolean,
    Literal(String),
    List(Box<Type>),
    Map(Box<Type>),
    Object(Vec<Property>),
    Union(Vec<Type>),
    Both(Vec<Type>),
    Named(String),
}

#[derive(Clone, Debug)]
struct Property {
    /// The typedef that contains the property; empty inside a type.
    owner: String,
    name: String,
    kind: Type,
    is_optional: bool,
}

/// The typedefs, and the results of the comparisons.
pub(super) struct Types {
    typedefs: BTreeMap<String, Type>,
    compared: BTreeSet<String>,
    seen: BTreeSet<String>,
    faults: BTreeSet<String>,
}

impl Types {
    pub(super) fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/static/js/shared/types.js");
        let text = std::fs::read_to_string(path).unwrap();
        let blocks = text.split("/**").skip(1).filter_map(|rest| rest.split_once("*/"));
        let typedefs: BTreeMap<_, _> = blocks.filter_map(|(block, _)| typedef(block)).collect();
        assert!(typedefs.len() > 30, "{:?}", typedefs.keys());
        Self { typedefs, compared: BTreeSet::new(), seen: BTreeSet::new(), faults: BTreeSet::new() }
    }

    /// Compares an answer with a typedef and records the differences.
    pub(super) fn compare(&mut self, name: &str, value: &Value) {
        let (mut faults, mut seen) = (Vec::new(), BTreeSet::new());
        self.walk(&Type::Named(name.to_owned()), value, name, &mut faults, &mut seen);
        self.faults.extend(faults);
        self.seen.extend(seen);
    }

    /// The differences, and the optional properties that no answer had.
    pub(super) fn faults(&self, not_produced: &[&str]) -> Vec<String> {
        let mut faults: Vec<String> = self.faults.iter().cloned().collect();
        for name in &self.compared {
            let properties = self.properties(&Type::Named(name.clone())).unwrap_or_default();
            for property in properties.iter().filter(|property| property.is_optional) {
                let key = format!("{}.{}", property.owner, property.name);
                if !self.seen.contains(&key) && !not_produced.contains(&key.as_str()) {
                    faults.push(format!("{key}: no answer has it"));
                }
            }
        }
        faults
    }

    fn walk(
        &mut self,
        kind: &Type,
        value: &Value,
        path: &str,
        faults: &mut Vec<String>,
        seen: &mut BTreeSet<String>,
    ) {
        if let Type::Named(name) = kind {
            self.compared.insert(name.clone());
        }
        if let Some(properties) = self.properties(kind) {
            self.walk_object(&properties, value, path, faults, seen);
            return;
        }
        let fits = match kind {
            Type::Unknown => true,
            Type::Null => value.is_null(),
            Type::Number => value.is_number(),
            Type::Text => value.is_string(),
            Type::Boolean => value.is_boolean(),
            Type::Literal(text) => value == text.as_str(),
            Type::Named(name) => {
                let meant = self.typedefs.get(name).unwrap_or_else(|| panic!("no typedef {name}")).clone();
                self.walk(&meant, value, path, faults, seen);
                true
            }
            Type::List(inner) => self.walk_list(inner, value, path, faults, seen),
            Type::Map(inner) => self.walk_map(inner, value, path, faults, seen),
            Type::Union(members) => {
                self.walk_union(members, value, path, faults, seen);
                true
            }
            Type::Object(_) | Type::Both(_) => panic!("{path}: not an object: {kind:?}"),
        };
        if !fits {
            faults.push(format!("{path}: {value} is not a {kind:?}"));
        }
    }

    fn walk_object(
        &mut self,
        properties: &[Property],
        value: &Value,
        path: &str,
        faults: &mut Vec<String>,
        seen: &mut BTreeSet<String>,
    ) {
        let Some(object) = value.as_object() else {
            faults.push(format!("{path}: {value} is not an object"));
            return;
        };
        for name in object.keys().filter(|name| properties.iter().all(|property| property.name != **name)) {
            faults.push(format!("{path}: types.js does not know `{name}`"));
        }
        for property in properties {
            match object.get(&property.name) {
                Some(value) => {
                    seen.insert(format!("{}.{}", property.owner, property.name));
                    let inner = format!("{path}.{}", property.name);
                    self.walk(&property.kind, value, &inner, faults, seen);
                }
                None if property.is_optional => {}
                None => faults.push(format!("{path}: the answer has no `{}`", property.name)),
            }
        }
    }

    fn walk_list(
        &mut self,
        inner: &Type,
        value: &Value,
        path: &str,
        faults: &mut Vec<String>,
        seen: &mut BTreeSet<String>,
    ) -> bool {
        for item in value.as_array().into_iter().flatten() {
            self.walk(inner, item, &format!("{path}[]"), faults, seen);
        }
        value.is_array()
    }

    fn walk_map(
        &mut self,
        inner: &Type,
        value: &Value,
        path: &str,
        faults: &mut Vec<String>,
        seen: &mut BTreeSet<String>,
    ) -> bool {
        for item in value.as_object().into_iter().flat_map(serde_json::Map::values) {
            self.walk(inner, item, &format!("{path}{{}}"), faults, seen);
        }
        value.is_object()
    }

    /// One matching member is enough. Otherwise the differences to the closest member are recorded.
    fn walk_union(
        &mut self,
        members: &[Type],
        value: &Value,
        path: &str,
        faults: &mut Vec<String>,
        seen: &mut BTreeSet<String>,
    ) {
        let mut closest: Option<Vec<String>> = None;
        for member in members {
            let (mut inner_faults, mut inner_seen) = (Vec::new(), BTreeSet::new());
            self.walk(member, value, path, &mut inner_faults, &mut inner_seen);
            if inner_faults.is_empty() {
                seen.extend(inner_seen);
                return;
            }
            let is_object = value.is_object() && self.properties(member).is_some();
            if is_object || closest.is_none() {
                closest = Some(inner_faults);
            }
        }
        faults.extend(closest.unwrap_or_default());
    }

    /// The properties of an object's type, with those of all its parts; `None` for another type.
    fn properties(&self, kind: &Type) -> Option<Vec<Property>> {
        match kind {
            Type::Object(properties) => Some(properties.clone()),
            Type::Both(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(|part| self.properties(part)).collect();
                parts.map(|parts| parts.concat())
            }
            Type::Named(name) => self.typedefs.get(name).and_then(|meant| self.properties(meant)),
            _ => None,
        }
    }
}

/// Reads one typedef from the text of a comment.
fn typedef(block: &str) -> Option<(String, Type)> {
    let lines = block.lines().map(|line| line.trim().trim_start_matches("* "));
    let text = lines.collect::<Vec<_>>().join("\n");
    let (_, rest) = text.split_once("@typedef {")?;
    let (kind, rest) = braced(rest);
    let name: String = rest.trim_start().chars().take_while(|c| c.is_alphanumeric()).collect();
    if kind.trim() != "object" {
        return (!is_of_page(kind)).then(|| (name, Parser::read(kind)));
    }
    let mut properties = Vec::new();
    for property in rest.split("@property {").skip(1) {
        let (kind, rest) = braced(property);
        if is_of_page(kind) {
            return None;
        }
        let word = rest.split_whitespace().next().unwrap_or_default();
        let plain = word.trim_start_matches('[').trim_end_matches(']');
        properties.push(Property {
            owner: name.clone(),
            name: plain.to_owned(),
            kind: Parser::read(kind),
            is_optional: word.starts_with('['),
        });
    }
    Some((name, Type::Object(properties)))
}

/// Types with functions, and types made of others, exist only in the page. No answer has them.
fn is_of_page(kind: &str) -> bool {
    kind.contains("=>") || kind.contains("Pick<") || kind.contains("undefined")
}

/// The text up to the brace that closes an open one, and the rest.
fn braced(text: &str) -> (&str, &str) {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 {
            return (&text[..at], &text[at + 1..]);
        }
    }
    panic!("a brace is not closed: {text}");
}

/// Reads a type from left to right.
struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn read(text: &'a str) -> Type {
        let mut parser = Parser { rest: text };
        let kind = parser.union();
        assert!(parser.rest.trim().is_empty(), "not understood: {} in {text}", parser.rest);
        kind
    }

    fn takes(&mut self, mark: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        word
    }

    fn union(&mut self) -> Type {
        let mut members = vec![self.both()];
        while self.takes("|") {
            members.push(self.both());
        }
        if members.len() == 1 { members.remove(0) } else { Type::Union(members) }
    }

    fn both(&mut self) -> Type {
        let mut parts = vec![self.list()];
        while self.takes("&") {
            parts.push(self.list());
        }
        if parts.len() == 1 { parts.remove(0) } else { Type::Both(parts) }
    }

    fn list(&mut self) -> Type {
        let mut kind = self.single();
        while self.takes("[]") {
            kind = Type::List(Box::new(kind));
        }
        kind
    }

    fn single(&mut self) -> Type {
        if self.takes("(") {
            let kind = self.union();
            assert!(self.takes(")"), "{}", self.rest);
            return kind;
        }
        if self.takes("{") {
            return self.object();
        }
        if self.takes("\"") {
            let (text, rest) = self.rest.split_once('"').unwrap();
            self.rest = rest;
            return Type::Literal(text.to_owned());
        }
        match self.word() {
            "null" => Type::Null,
            "number" => Type::Number,
            "string" => Type::Text,
            "boolean" => Type::Boolean,
            "unknown" => Type::Unknown,
            "Record" => {
                assert!(self.takes("<string,"), "{}", self.rest);
                let inner = self.union();
                assert!(self.takes(">"), "{}", self.rest);
                Type::Map(Box::new(inner))
            }
            name => Type::Named(name.to_owned()),
        }
    }

    fn object(&mut self) -> Type {
        let mut properties = Vec::new();
        while !self.takes("}") {
            let name = self.word().to_owned();
            let is_optional = self.takes("?");
            assert!(self.takes(":"), "{}", self.rest);
            let kind = self.union();
            self.takes(",");
            properties.push(Property { owner: String::new(), name, kind, is_optional });
        }
        Type::Object(properties)
    }
}
