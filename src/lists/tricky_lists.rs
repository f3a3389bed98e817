//! Lists that look correct and are not, and correct lists that look odd.

use super::{ColumnChoice, IdList, ListError, Unreadable, read};

fn found(text: &str, column: Option<&str>) -> IdList {
    read(text.as_bytes(), column.map(ColumnChoice::new).as_ref()).unwrap()
}

fn ids(list: &IdList) -> Vec<u32> {
    list.ids.iter().map(|id| id.get()).collect()
}

fn reasons(list: &IdList) -> Vec<(u64, &'static str)> {
    list.problems.iter().map(|problem| (problem.row, problem.reason.as_str())).collect()
}

#[test]
fn a_circular_sector_chain_is_a_broken_workbook() {
    for cut in 1..8 {
        let mut file = vec![0xff; 512];
        file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        file[30..32].copy_from_slice(&9_u16.to_le_bytes());
        file[68..72].copy_from_slice(&0_u32.to_le_bytes());
        file.extend(vec![0; cut]);
        assert_eq!(read(&file, None), Err(ListError::Unreadable(Unreadable::BrokenWorkbook)), "{cut}");
    }
}

#[test]
fn naming_the_column_makes_no_ids_of_a_formatted_number() {
    for number in
        ["12 345\n12 346", "12\u{a0}345\n12\u{a0}346", "12,345\n12,346", "ID,\n12,345", ",ID\n12,345"]
    {
        let list = found(number, Some(if number.starts_with(',') { "2" } else { "1" }));
        assert_eq!((ids(&list), list.problems.is_empty()), (vec![], false), "{number:?}");
        assert!(reasons(&list).iter().all(|(_, why)| *why == "formatted_number"), "{number:?}: {list:?}");
    }
}

#[test]
fn a_row_shifted_by_an_unquoted_delimiter_is_refused() {
    for text in [
        "Address,ID,Phone\nElm 5,1001,+79\nMain St, 12,1001,\n",
        "Name,Company,ID\n\"Ann\",Acme,1001\nSmith, John,7,\n",
    ] {
        let list = found(text, None);
        assert_eq!((ids(&list), reasons(&list)), (vec![1_001], vec![(3, "more_cells")]), "{text:?}");
    }
    let alone = found("Name,Company,ID\nSmith, John,7,\n", None);
    assert_eq!((ids(&alone), reasons(&alone)), (vec![], vec![(2, "more_cells")]));
    let headless = found("Elm 5,1001,x\nElm 6,1002,y\nMain St, 12,1001,z\n", Some("2"));
    assert_eq!((ids(&headless), reasons(&headless)), (vec![1_001, 1_002], vec![(3, "more_cells")]));
    for text in ["ID,Name\n1001,Eva,\n", "Name,ID\nEva,1001,\nAnn,1001,\n"] {
        assert_eq!((ids(&found(text, None)), found(text, None).problem_count), (vec![1_001], 0), "{text:?}");
    }
}

#[test]
fn a_cell_over_several_rows_keeps_its_column_in_all_of_them() {
    let rows = "<td rowspan=2>Eva</td><td>1001</td><td>7</td></tr><tr><td>1002</td><td>8</td></tr>";
    let page = format!("<table><tr><th>Name<th>ID<th>Deal</tr><tr>{rows}</table>");
    assert_eq!(ids(&found(&page, None)), [1_001, 1_002]);
    let wide = "<tr><td colspan=2 rowspan=0>x<td>1001</tr><tr><td>1002</tr><tr><td>1003</tr>";
    let page = format!("<table><tr><th>Name<th>Deal<th>ID</tr>{wide}</table>");
    assert_eq!(ids(&found(&page, None)), [1_001, 1_002, 1_003]);
}

#[test]
fn a_page_of_many_tables_has_bounded_cost() {
    let table = "<table><tr><td>1</td></tr></table>";
    let page = format!("{}{}", table.repeat(100), " ".repeat(4 << 20));
    assert_eq!(read(page.as_bytes(), None), Err(ListError::Unreadable(Unreadable::TooLarge)));
}

#[test]
fn a_line_with_other_text_gives_no_ids() {
    for line in [
        "8 900 123 45 67",
        "+49 30 123456",
        "12 345.67",
        "12 345€",
        "-12 345",
        "№12 345",
        "$12 345",
        "C_12,345",
        "12 34 567",
        "1,2,x,4",
    ] {
        let list = found(&format!("1001\n1002\n{line}\n"), None);
        assert_eq!((ids(&list), list.problem_count), (vec![1_001, 1_002], 1), "{line}: {list:?}");
        assert_eq!((list.problems[0].row, list.problems[0].value.as_str()), (3, line));
        let twice = found(&format!("{line}\n{line}\n"), None);
        assert!(twice.ids.is_empty(), "{line}: {twice:?}");
    }
    let phones = found("8 900 123 45 67\n8 901 222 33 44", None);
    assert_eq!((ids(&phones), phones.problem_count), (vec![], 2));
}

#[test]
fn a_faulty_row_counts_once_however_many_values_it_has() {
    assert_eq!(ids(&found("1001\n1002\nx y z w v u\n", None)), [1_001, 1_002]);
    assert_eq!(ids(&found("1 2 3 4 5 6\nx\ny\n", None)), [0; 0]);
}

#[test]
fn a_row_with_data_is_no_heading_and_a_title_can_name_other_items() {
    for text in ["1001;ID\n1002;7\n1003;8\n", "Deals\nID;Title\n12;X\n13;Y\n", "Компании\nID;Имя\n12;X\n"]
    {
        let list = found(text, None);
        assert!(list.needs.is_some() && list.ids.is_empty(), "{text:?}: {list:?}");
    }
    assert_eq!(ids(&found("Deals\nID;Title\n12;X\n", Some("ID"))), [12]);
    assert_eq!(ids(&found("ID;ADDRESS;ADDRESS_2\n12;X;Y\n", None)), [12]);
}

#[test]
fn delimiters_after_the_only_column_change_nothing() {
    for text in [
        "ID;\n1001;\n1002;\n",
        "ID,,\n1001,,\n1002,,\n",
        "ID|\n1001|\n1002|\n",
        "id,\n1001,\n1002,\n",
        "ID\n1001\n1002\n;\n",
        "ID;\n1001;Eva\n1002;\n",
        "ID;Name;\n1001;Eva;x\n1002;;\n",
        "ID\n1001;\n1002,\n",
        "\"ID\"\n\"1001\";\n\"1002\"\n",
    ] {
        let list = found(text, None);
        assert_eq!((ids(&list), list.problem_count), (vec![1_001, 1_002], 0), "{text:?}: {list:?}");
    }
    assert_eq!(reasons(&found("ID\n12,345,\n", None)), [(2, "formatted_number")]);
}

#[test]
fn addresses_of_several_portals_are_no_list() {
    let list = found("https://a.ru/crm/contact/details/5/\nhttps://b.ru/crm/contact/details/6/\n", None);
    assert_eq!((ids(&list), reasons(&list)), (vec![], vec![(1, "mixed_form"), (2, "mixed_form")]));
    assert_eq!(reasons(&found("see/crm/contact/details/5/\n", None)), [(1, "not_an_id")]);
    assert_eq!(reasons(&found("ftp://a.ru/crm/contact/details/5/\n", None)), [(1, "not_an_id")]);
    let same = found("https://a.ru/crm/contact/details/5/\nhttps://A.ru/crm/contact/details/6/\n", None);
    assert_eq!(ids(&same), [5, 6]);
}
