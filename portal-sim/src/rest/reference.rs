//! `$result[key][field]` in a command's values: replaced by what earlier commands of the batch gave.

use crate::php::{Php, PhpArray, text};

const MARK: &str = "$result[";

/// Replaces references in all values, at any depth.
pub(crate) fn resolve(params: &mut PhpArray, results: &PhpArray) {
    let names: Vec<String> = params.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        resolve_value(params.slot(name), results);
    }
}

fn resolve_value(value: &mut Php, results: &PhpArray) {
    match value {
        Php::Array(array) => resolve(array, results),
        Php::Str(template) if template.contains(MARK) => *value = fill(template, results),
        _ => {}
    }
}

/// A value that is one reference becomes what it points to; within a text it becomes text.
fn fill(template: &str, results: &PhpArray) -> Php {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(MARK) {
        let (path, after) = read_path(&rest[at + MARK.len() - 1..]);
        let found = look_up(results, &path);
        if at == 0 && after.is_empty() && out.is_empty() {
            return found;
        }
        out.push_str(&rest[..at]);
        out.push_str(&text(&found));
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

/// Reads `[key][field]…` and gives what follows.
fn read_path(mut rest: &str) -> (Vec<&str>, &str) {
    let mut path = Vec::new();
    while let Some(inner) = rest.strip_prefix('[') {
        let Some(end) = inner.find(']') else { return (path, "") };
        path.push(&inner[..end]);
        rest = &inner[end + 1..];
    }
    (path, rest)
}

fn look_up(results: &PhpArray, path: &[&str]) -> Php {
    let Some((first, deeper)) = path.split_first() else { return Php::Null };
    let mut found = results.get(first);
    for key in deeper {
        found = found.and_then(|value| value.get(key));
    }
    found.cloned().unwrap_or(Php::Null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::php::{parse_query, php};

    fn resolved(query: &str) -> String {
        let results = php! { "a" => php! { "ID" => "7", "TAGS" => Php::list(["x", "y"]) }, "list" => Php::list([5_i64]) };
        let mut params = parse_query(query.as_bytes());
        resolve(&mut params, results.as_array().unwrap());
        Php::Array(params).to_text()
    }

    #[test]
    fn a_reference_becomes_the_value_it_points_to() {
        assert_eq!(resolved("ID=$result[a][ID]"), r#"{"ID":"7"}"#);
        assert_eq!(resolved("filter[ID]=$result[a][TAGS]"), r#"{"filter":{"ID":["x","y"]}}"#);
        assert_eq!(resolved("ID=$result[list][0]"), r#"{"ID":5}"#);
    }

    #[test]
    fn within_a_text_it_becomes_text_and_what_is_missing_becomes_nothing() {
        assert_eq!(resolved("t=no. $result[a][ID]!"), r#"{"t":"no. 7!"}"#);
        assert_eq!(resolved("t=<$result[b][ID]>"), r#"{"t":"<>"}"#);
    }
}
