//! Replaces `$result[key][field]` in a command's values by results of earlier commands, as `processBatchElement` does
//! (`yuliai/bitrix-modules rest/classes/general/rest_util.php`). It copies a trap of the source: a path that does not
//! exist stops at its last part that exists. After a page of 20 rows `$result[c0][49][ID]` is the whole page; after a
//! failed command it is the map of all results so far.

use crate::php::{Php, PhpArray, text};

/// The maps of a batch under the names that references use.
pub(super) type Known<'a> = [(&'static str, &'a PhpArray); 5];

/// Replaces references in all values, at any depth.
pub(super) fn resolve(params: &mut PhpArray, known: &Known<'_>) {
    for value in params.values_mut() {
        match value {
            Php::Array(array) => resolve(array, known),
            Php::Str(template) if template.contains('$') => *value = fill(template, known),
            _ => {}
        }
    }
}

/// A value that is one reference becomes the value it points to. Inside a longer text, references are replaced only by
/// texts and numbers.
fn fill(template: &str, known: &Known<'_>) -> Php {
    let mut filled = template.to_owned();
    for (written, name, path) in references(template) {
        let keys = bracketed(path);
        let map = known.iter().find(|map| map.0 == name).map(|map| map.1);
        let (false, Some(map)) = (keys.is_empty(), map) else { continue };
        let found = walk(map, &keys);
        if written == template {
            return found;
        }
        if matches!(found, Php::Int(_) | Php::Float(_) | Php::Str(_)) {
            filled = filled.replace(written, &text(&found));
        }
    }
    filled.into()
}

/// Each `$name…` up to the next white space: as it is written, the name of the map, and the rest.
fn references(template: &str) -> Vec<(&str, &'static str, &str)> {
    const NAMES: [&str; 5] = ["result", "next", "total", "time", "error"];
    let mut found = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find('$') {
        let after = &rest[at + 1..];
        let Some(name) = NAMES.into_iter().find(|name| after.starts_with(name)) else {
            rest = after;
            continue;
        };
        let written = rest[at..].split(char::is_whitespace).next().unwrap_or_default();
        found.push((written, name, &written[1 + name.len()..]));
        rest = &rest[at + written.len()..];
    }
    found
}

/// The keys in brackets.
fn bracketed(mut path: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    while let Some((key, after)) = path.split_once('[').and_then(|(_, inner)| inner.split_once(']')) {
        if !key.is_empty() {
            keys.push(key);
        }
        path = after;
    }
    keys
}

/// Follows the keys as far as they exist.
fn walk(map: &PhpArray, keys: &[&str]) -> Php {
    let Some(mut found) = map.get(keys[0]).filter(|value| **value != Php::Null) else {
        return Php::Array(map.clone());
    };
    for key in &keys[1..] {
        if let Php::Str(letters) = found {
            let letter = key.parse::<usize>().ok().and_then(|at| letters.chars().nth(at));
            return letter.map_or_else(|| found.clone(), |letter| letter.to_string().into());
        }
        match found.get(key).filter(|value| **value != Php::Null) {
            Some(deeper) => found = deeper,
            None => break,
        }
    }
    found.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::php::{parse_query, php};

    fn resolved(query: &str) -> String {
        let results = php! { "a" => php! { "ID" => "7", "TAGS" => Php::list(["x", "y"]) }, "list" => Php::list([5_i64]) };
        let empty = PhpArray::default();
        let totals = php! { "a" => 120_i64 };
        let known: Known<'_> = [
            ("result", results.as_array().unwrap()),
            ("next", &empty),
            ("total", totals.as_array().unwrap()),
            ("time", &empty),
            ("error", &empty),
        ];
        let mut params = parse_query(query.as_bytes());
        resolve(&mut params, &known);
        Php::Array(params).to_text()
    }

    #[test]
    fn a_reference_becomes_the_value_it_points_to() {
        assert_eq!(resolved("ID=$result[a][ID]"), r#"{"ID":"7"}"#);
        assert_eq!(resolved("filter[ID]=$result[a][TAGS]"), r#"{"filter":{"ID":["x","y"]}}"#);
        assert_eq!(resolved("ID=$result[list][0]"), r#"{"ID":5}"#);
        assert_eq!(resolved("ID=$total[a]"), r#"{"ID":120}"#);
    }

    #[test]
    fn a_path_that_does_not_exist_stops_at_its_last_existing_part() {
        assert_eq!(resolved("ID=$result[list][49][ID]"), r#"{"ID":[5]}"#);
        assert_eq!(
            resolved("ID=$result[failed][49][ID]"),
            r#"{"ID":{"a":{"ID":"7","TAGS":["x","y"]},"list":[5]}}"#
        );
        assert_eq!(resolved("ID=$next[a]"), r#"{"ID":[]}"#);
    }

    #[test]
    fn in_a_text_a_reference_ends_at_a_space_and_lists_are_not_inserted() {
        assert_eq!(resolved("t=no. $result[a][ID] there"), r#"{"t":"no. 7 there"}"#);
        assert_eq!(resolved("t=no. $result[a][ID]!"), r#"{"t":"no. 7"}"#);
        assert_eq!(resolved("t=is $result[list] it"), r#"{"t":"is $result[list] it"}"#);
        assert_eq!(resolved("t=5 $ and $other[a]"), r#"{"t":"5 $ and $other[a]"}"#);
    }
}
