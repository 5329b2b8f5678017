"""What is wrong with a roster file, for the officer who keeps it: what stands there and what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ROSTER_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # the file
        "file_empty": "Tệp không có dữ liệu. Đề nghị kiểm tra lại đã chọn đúng tệp và đã lưu tệp chưa.",
        "file_too_large": "Tệp nặng {found} MB, quá mức cho phép ({limit} MB). "
        "Đề nghị xóa hình ảnh, trang tính không cần thiết, hoặc chia thành nhiều tệp.",
        "file_has_password": "Tệp được đặt mật khẩu nên không mở được. "
        "Đề nghị mở bằng Excel, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc) rồi lưu lại.",
        "not_a_workbook": "Tệp không phải là bảng tính (.xlsx, .xls, .ods, .csv), hoặc đã bị hỏng. "
        "Đề nghị mở tệp bằng Excel rồi chọn Lưu thành… → Excel Workbook (.xlsx).",
        "file_is_word": "Đây là văn bản Word, không phải bảng tính. "
        "Đề nghị chọn cả bảng trong Word, chép sang một trang tính Excel trống rồi gửi tệp Excel.",
        "file_is_pdf": "Đây là tệp PDF, không phải bảng tính. Đề nghị gửi tệp Excel mà từ đó đã in ra tệp PDF này.",
        "file_is_page": "Bên trong tệp là trang web hoặc XML (thường do phần mềm khác xuất ra), không phải bảng tính. "
        "Đề nghị mở bằng Excel rồi chọn Lưu thành… → Excel Workbook (.xlsx).",
        "unpacked_too_large": "Tệp giải nén ra {found} MB, quá mức cho phép ({limit} MB) nên không được đọc. "
        "Đề nghị chép riêng bảng danh sách sang một tệp mới.",
        "too_many_rows": "Bảng có quá nhiều dòng (tối đa {limit}). "
        "Đề nghị chia thành nhiều tệp, hoặc xóa nội dung thừa ở cuối trang tính.",
        "too_many_columns": "Bảng có quá nhiều cột (tối đa {limit}). "
        "Đề nghị xóa nội dung thừa ở bên phải bảng.",
        "csv_encoding": "Tệp .csv lưu theo bảng mã lạ (không phải UTF-8, UTF-16, Windows-1258, TCVN3, VNI) "
        "nên chữ Việt không đọc được. "
        "Đề nghị lưu lại từ Excel với kiểu “CSV UTF-8”, hoặc dùng tệp .xlsx.",
        "csv_broken": "Từ dòng này tệp .csv không đọc được (thường do thiếu một dấu ngoặc kép). "
        "Đề nghị sửa lại, hoặc dùng tệp .xlsx.",
        # the header
        "missing_column": "Thiếu cột bắt buộc “{expected}”. Dòng tiêu đề được hiểu là dòng {row}, hiện có: {found}. "
        "Đề nghị thêm cột, hoặc sửa tên cột cho đúng.",
        "missing_unit": "Chưa rõ đơn vị: không có cột “Đơn vị”, không có dòng nhóm hay tên trang "
        "tính nêu xã, phường. Đề nghị đặt tên trang tính theo đơn vị (ví dụ: Xã Phú Hòa), hoặc thêm cột “Đơn vị”.",
        "duplicate_column": "Có hai cột cùng là “{found}” (ô {first} và ô này). Đề nghị chỉ giữ lại một cột.",
        "merged_cells": "Các ô {found} bị gộp nên không rõ giá trị thuộc dòng nào. "
        "Đề nghị bỏ gộp ô và ghi giá trị vào từng dòng.",
        "no_rows": "Dưới dòng tiêu đề không có ai. Đề nghị ghi mỗi người một dòng, ngay dưới dòng tiêu đề.",
        "second_header": "Dòng này là dòng tiêu đề của một bảng khác ({found}), cột không như bảng trên. "
        "Đề nghị để mỗi bảng một trang tính.",
        "maybe_person": "“{found}” có thể là một người chưa điền đủ cột. Đề nghị: nếu là người thì ghi họ tên, "
        "chức danh vào đúng cột; nếu là dòng nhóm thì ghi số thứ tự ở đầu (“I. …”); nếu là ghi chú thì ghi "
        "“Ghi chú: …” ở đầu, hoặc xóa dòng.",
        # one cell
        "missing_value": "Cột “{column}” còn trống. Đề nghị ghi giá trị vào ô này.",
        "formula_without_value": "Ô này là công thức chưa được tính. "
        "Đề nghị mở tệp bằng Excel rồi lưu lại, hoặc dán giá trị thay cho công thức.",
        "cell_error": "Ô này báo lỗi “{found}”. Đề nghị sửa công thức hoặc ghi thẳng giá trị.",
        "cell_unreadable": "Giá trị “{found}” không đọc được. Đề nghị ghi lại ô này.",
        "font_unclear": "“{found}” có thể gõ bằng Unicode, cũng có thể gõ bằng phông {font} (là “{shown}”); "
        "các ô gần đó có cả hai. Đề nghị gõ lại ô này bằng Unicode.",
        "text_too_long": "Cột “{column}” dài quá {limit} ký tự. Đề nghị viết ngắn lại.",
        "unknown_value": "“{found}” không có trong danh mục “{column}”. "
        "Đề nghị ghi một trong các giá trị: {expected}.",
        "misspelt_value": "“{found}” không có trong danh mục “{column}”; có phải là “{nearest}”? "
        "Đề nghị ghi một trong các giá trị: {expected}.",
        "ambiguous_value": "“{found}” có thể hiểu nhiều cách: {candidates}. Đề nghị ghi rõ một giá trị.",
        "unknown_title": "Chức danh “{found}” ({count} người) không có trong danh mục. Đề nghị sửa lại; "
        "nếu là chức danh của cơ quan, xếp vào một nhóm chức danh.",
        "misspelt_title": "Chức danh “{found}” ({count} người) không có trong danh mục; gần nhất là: {nearest}. "
        "Đề nghị sửa lại; nếu là chức danh của cơ quan, xếp vào một nhóm chức danh.",
        "ambiguous_title": "Chức danh “{found}” ({count} người) có thể là: {candidates}. Đề nghị ghi đầy đủ.",
        "two_births": "Có cả ngày sinh ở cột Nam ({other}) và cột Nữ ({found}). Đề nghị chỉ ghi ở một cột.",
        "sex_disagrees": "Ngày sinh ghi ở cột {other} nhưng giới tính ghi “{found}”. Đề nghị sửa cho thống nhất.",
        "not_a_mark": "Cột “{column}” đánh dấu x nếu có, để trống nếu không; ở đây ghi “{found}”. "
        "Đề nghị chỉ đánh dấu x.",
        "several_marks": "Cột “{column}” có nhiều mức được chọn: {found}. Đề nghị chỉ chọn mức cao nhất.",
        "none_with_others": "“{found}” vừa ghi chưa có vừa ghi chứng chỉ khác. Đề nghị chỉ giữ một ý.",
        "not_a_name": "“{found}” không phải là họ và tên. Đề nghị ghi họ, đệm và tên, không kèm số.",
        "two_names": "“{found}” có thể là hai người. Đề nghị ghi mỗi người một dòng.",
        "title_beside_name": "“{found}”: “{title}” ghi ở cột họ tên nhưng không có ở cột chức danh. Đề nghị ghi vào "
        "cột chức danh (nối bằng “kiêm” nếu giữ cả hai), hoặc bỏ.",
        "name_sex_disagrees": "Họ tên ghi “{found}” nhưng giới tính ghi {other}. Đề nghị sửa cho thống nhất.",
        "not_a_date": "“{found}” ở cột “{column}” không phải là ngày. "
        "Đề nghị ghi ngày/tháng/năm, ví dụ 02/09/1975, hoặc chỉ ghi năm: 1975.",
        "impossible_date": "Không có ngày “{found}”. "
        "Đề nghị ghi lại cột “{column}” theo thứ tự ngày/tháng/năm.",
        "two_digit_year": "“{found}” ghi năm có hai chữ số nên không rõ thế kỷ. "
        "Đề nghị ghi đủ bốn chữ số ở cột “{column}”.",
        "date_out_of_range": "“{found}” ở cột “{column}” nằm ngoài khoảng {first}–{last}. "
        "Đề nghị kiểm tra lại năm.",
        "title_before_adult": "Ngày giữ chức danh “{found}” sớm hơn tuổi 18 (sinh năm {birth_year}). "
        "Đề nghị kiểm tra lại hai ngày.",
        "too_young": "Ngày sinh “{found}” cho tuổi {age}, dưới 18. Đề nghị kiểm tra lại.",
        "too_old": "Ngày sinh “{found}” cho tuổi {age}, quá cao. Đề nghị kiểm tra lại.",
        "title_in_future": "Ngày giữ chức danh “{found}” sau ngày lập danh sách ({as_of}). "
        "Đề nghị kiểm tra lại.",
        "not_a_phone": "“{found}” không phải là số điện thoại Việt Nam. "
        "Đề nghị ghi đủ chữ số, ví dụ 0912 345 678, hoặc để trống.",
        "several_phones": "“{found}” có nhiều số điện thoại. "
        "Đề nghị chỉ ghi một số mà người này dùng để nhận tin.",
        # several cells
        "duplicate_key": "Mã “{found}” đã dùng ở ô {first}. Đề nghị cấp cho mỗi người một mã riêng.",
        "duplicate_phone": "Số {found} đã ghi ở ô {first}. "
        "Đề nghị ghi số riêng của từng người, hoặc để trống.",
        "twins": "“{found}” trùng đơn vị, họ tên với người ở ô {first}, ngày sinh không cho biết là hai người. "
        "Đề nghị: nếu là một người thì ghi một dòng (giữ hai chức danh thì nối bằng “kiêm”); nếu là hai người thì ghi "
        "đủ ngày sinh của cả hai, hoặc ghi mã cho cả hai ở cột “Mã”.",
        "same_person": "“{found}” có phải là người đang có, không thấy trong tệp này: {held}? Đề nghị ghi rõ khi nạp: "
        "--same {key}=MÃ nếu là một người, --different {key} nếu là người khác (hoặc ghi mã cũ vào cột “Mã”).",
        "keys_swapped": "Mã {key} trước là {held}, nay là {found}; mã {other} trước là {found}, nay là {held}. Có nhầm "
        "mã không? Đề nghị sửa cột “Mã”, hoặc ghi rõ khi nạp: --same {key}={other} --same {other}={key} để mỗi người "
        "giữ mã đang có, --same {key}={key} --same {other}={other} nếu mã đúng mà họ tên được sửa.",
        "key_of_another": "Mã {key} trước là {held}, nay là {found}: khác họ tên, ngày sinh không cho biết là một "
        "người. Có nhầm mã không? Đề nghị sửa cột “Mã”, hoặc ghi rõ khi nạp: --same {key}={key} nếu vẫn là người ấy, "
        "--different {key} nếu là người mới (được cấp mã khác), --same {key}=MÃ nếu là người đang có cùng họ tên: "
        "{others}.",
        "nobody_decided": "Không có ai mang mã “{found}” đang chờ xác nhận. Đề nghị xem lại --same, --different.",
        # units
        "unit_code_names": "Mã đơn vị {code} ghi với hai tên: “{found}” và “{other}” (ô {first}). "
        "Đề nghị sửa cho thống nhất.",
        "unit_name_codes": "Đơn vị “{found}” có hai mã: {code} và {other} (ô {first}). Đề nghị giữ một mã; "
        "nếu là hai đơn vị trùng tên thì ghi rõ đơn vị cấp trên của từng đơn vị.",
        "unit_codes_disagree": "Mã đơn vị {code} khác với mã {other} ở cột “Đơn vị” cùng dòng. "
        "Đề nghị giữ một mã.",
        "unit_parents_disagree": "Đơn vị “{found}” thuộc “{parent}” ở đây nhưng thuộc “{other}” ở ô {first}. "
        "Đề nghị sửa cho thống nhất.",
        "unit_ambiguous": "“{found}” có thể là nhiều đơn vị: {candidates}. "
        "Đề nghị ghi rõ xã hay thị trấn, hoặc ghi mã đơn vị.",
        "unit_namesakes": "“{found}” có ở nhiều tỉnh: {candidates}. Đề nghị ghi tỉnh ở cột “Đơn vị cấp trên”, "
        "hoặc ghi mã đơn vị, hoặc đặt KHAOSAT_PROVINCE là tỉnh của cơ quan.",
        "unit_misspelt": "Không có đơn vị “{found}”; có phải là: {candidates}? Đề nghị viết đúng tên; "
        "nếu là một đơn vị khác, ghi mã của đơn vị ấy ở cột “Mã đơn vị”.",
        "unit_spelling": "“{found}” và “{other}” (ô {first}) chỉ khác dấu. "
        "Đề nghị viết thống nhất, hoặc ghi mã đơn vị nếu là hai nơi.",
        "unit_name_unknown": "Chưa biết tên đơn vị có mã {code}. "
        "Đề nghị ghi tên ở cột “Đơn vị”, mã ở cột “Mã đơn vị”.",
        "parent_unknown": "Đơn vị cấp trên có mã {found} không có trong tệp. "
        "Đề nghị ghi tên đơn vị cấp trên.",
        "parent_cycle": "Các đơn vị là cấp trên của nhau thành vòng: {path}. "
        "Đề nghị sửa cột “Đơn vị cấp trên”.",
        # notes: nothing to mend
        "header_rows": "Dòng tiêu đề: dòng {found}.",
        "column_meant": "Cột “{found}” hiểu là “{meant}”.",
        "section_rows": "{number} dòng nhóm cho biết đơn vị, bộ phận của những người ở dưới: dòng {rows}.",
        "section_within": "Người ở nhóm “{found}” được tính vào “{unit}” như nhóm ở trên.",
        "vacant_rows": "{number} vị trí đang khuyết (dòng {rows}) không đọc.",
        "honorific": "{count} người ghi kèm “{taken}” ở họ tên; ví dụ “{found}” hiểu là “{name}”.",
        "name_kept": "Họ tên “{found}” giữ nguyên như tệp; phần nào không thuộc họ tên thì đề nghị bỏ.",
        "sex_in_name": "{count} người có giới tính ghi sau họ tên; ví dụ “{found}” hiểu là giới tính {gender}.",
        "headers_again": "{number} dòng tiêu đề lặp lại (dòng {rows}) được bỏ qua.",
        "unit_beside_title": "Chức danh “{found}” nêu đơn vị khác với “{unit}” ở cột đơn vị, dòng nhóm hoặc tên trang; "
        "lấy “{unit}”.",
        "unit_below": "“{found}” ({count} người) là đơn vị trực thuộc {unit}, tính là một đơn vị riêng.",
        "unit_in_title": "{count} người không có đơn vị ở cột riêng thuộc “{unit}” như ghi ở chức danh.",
        "rows_left_out": "{number} dòng tổng cộng, chữ ký, ghi chú không đọc (dòng {rows}).",
        "old_font": "Cột {column} gõ bằng phông {font}, đã chuyển sang Unicode: “{before}” thành “{after}”.",
        "hidden_rows": "{count} người ở dòng đang ẩn hoặc bị lọc vẫn được đọc.",
        "merged_read": "Các ô gộp {found} được hiểu là cùng một giá trị cho mọi dòng.",
        "ditto": "Cột “{column}”: {count} ô ghi “{found}” được hiểu như ô ở trên.",
        "filled_down": "Cột “{column}”: {count} ô trống được hiểu như ô ở trên, vì cột này chỉ ghi ở dòng đầu của "
        "mỗi nhóm.",
        "sheet_unit": "Mọi người của trang này thuộc “{unit}”.",
        "several_titles": "“{found}” ({count} người) hiểu là: chức danh chính {title}; kiêm {others}.",
        "post_unread": "“{found}” ở cột “{column}” ({count} người) không có trong danh mục chức danh nên không ghi.",
        "title_by_section": "“{found}” trong nhóm “{section}” ({count} người) hiểu là {title}.",
        "title_usual": "“{found}” ({count} người) không nêu cơ quan, hiểu là {title}, không phải: {others}.",
        "title_field": "“{found}” ({count} người) hiểu là {title}, lĩnh vực {field}.",
        "title_ended": "{count} người giữ chức danh “{title}”, đã hết từ sau ngày {until}; nay là: {became}.",
        "major_in_qual": "{count} người ghi trình độ kèm ngành; ví dụ “{found}” hiểu là trình độ {qual}, "
        "ngành {major}.",
        "field_unknown": "Lĩnh vực “{found}” không có trong danh mục nên không ghi.",
        "unit_coded": "“{found}” là đơn vị mã {code}, {parent}.",
        "unit_named": "Mã {code} là “{found}” theo danh mục hành chính.",
        "unit_became": "“{found}” không còn từ sau ngày {until}; hiểu là “{became}” (mã {code}).",
        "unit_code_other": "Mã {code} vào ngày của danh sách là “{other}”; tệp ghi “{found}”, giữ như tệp. "
        "Nếu danh sách của một ngày trước, đề nghị nạp kèm --as-of.",
        "unit_unknown": "“{found}” không có trong danh mục xã, phường, đặc khu hiện nay; ghi là đơn vị riêng của "
        "cơ quan.",
        "keys_made": "{count} người chưa có mã được cấp mã theo đơn vị, họ tên, ngày sinh.",
        "listed_twice": "“{found}” cùng ngày sinh với người ở ô {first}, khác đơn vị; đang tính là hai "
        "người. Nếu là một người, đề nghị ghi một dòng, nối hai chức danh bằng “kiêm”.",
        "ignored_column": "Cột “{found}” không dùng đến nên không được đọc.",
        "ignored_sheet": "Trang tính “{found}” không có dòng tiêu đề của danh sách (hoặc đang ẩn) "
        "nên không được đọc.",
        "zero_restored": "Mã {found} ở cột “{column}” được hiểu là {written} (Excel đã bỏ số 0 ở đầu).",
        "phone_renumbered": "Số di động 11 chữ số {found} được đổi sang số hiện nay: {written}.",
    }
)
"""Problem or note code -> sentence with the parameters that ``surveys.roster.PROBLEM_PARAMETERS`` lists."""

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": "chỗ khác",
        "missing_value": "ô còn trống",
        "unknown_value": "giá trị không có trong danh mục",
        "misspelt_value": "giá trị không có trong danh mục",
        "ambiguous_value": "giá trị có thể hiểu nhiều cách",
        "unknown_title": "chức danh chưa biết",
        "misspelt_title": "chức danh chưa biết",
        "ambiguous_title": "chức danh có thể hiểu nhiều cách",
        "maybe_person": "dòng có thể là một người",
        "not_a_name": "họ tên không đọc được",
        "two_names": "họ tên cần xem lại",
        "title_beside_name": "họ tên cần xem lại",
        "name_sex_disagrees": "họ tên cần xem lại",
        "not_a_date": "ngày không đọc được",
        "impossible_date": "ngày không đọc được",
        "two_digit_year": "ngày không đọc được",
        "date_out_of_range": "ngày không đọc được",
        "not_a_phone": "số điện thoại không đọc được",
        "several_phones": "số điện thoại không đọc được",
        "font_unclear": "ô chưa rõ gõ bằng phông nào",
        "two_births": "ngày sinh, giới tính không thống nhất",
        "sex_disagrees": "ngày sinh, giới tính không thống nhất",
        "not_a_mark": "ô đánh dấu chưa đúng",
        "several_marks": "ô đánh dấu chưa đúng",
        "title_before_adult": "ngày, tuổi không hợp lý",
        "too_young": "ngày, tuổi không hợp lý",
        "too_old": "ngày, tuổi không hợp lý",
        "title_in_future": "ngày, tuổi không hợp lý",
        "formula_without_value": "ô công thức không đọc được",
        "cell_error": "ô công thức không đọc được",
        "duplicate_key": "mã trùng",
        "duplicate_phone": "số điện thoại trùng",
        "twins": "người trùng nhau",
        "same_person": "người cần xác nhận",
        "keys_swapped": "mã của người khác",
        "key_of_another": "mã của người khác",
        "unit_namesakes": "đơn vị trùng tên ở nhiều tỉnh",
        "unit_misspelt": "tên đơn vị chưa đúng",
        "book_level_unknown": "mức không có trong danh mục",
        "book_title_unknown": "chức danh chưa biết",
        "book_basis_missing": "thiếu căn cứ",
        "book_day_missing": "thiếu ngày",
        "book_status_missing": "thiếu trạng thái",
        "book_lowered": "thấp hơn mức sàn",
    }
)
"""Problem code -> what its kind is called where only their number is told."""

TITLES_HEADING: Final = (
    "Chức danh chưa có trong danh mục. Với mỗi chức danh: thay dấu ? bằng mã nhóm; nếu là cách viết khác của\n"
    "chức danh đã có, thay dòng bằng:  mã: {spellings: [cách viết]}. Rồi đặt KHAOSAT_TITLES_FILE trỏ đến tệp này.\n"
    "Các nhóm:"
)
"""What to do with a file of titles to fill in; the groups follow."""

OF_PEOPLE: Final = "Người"
"""The heading of what was understood of people, who was recognised among it."""

UNDERSTOOD: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Bảng": (
            *(
                "ignored_sheet",
                "header_rows",
                "headers_again",
                "section_rows",
                "section_within",
                "vacant_rows",
                "rows_left_out",
            ),
            *("hidden_rows", "merged_read", "ditto", "filled_down", "sheet_unit", "old_font"),
        ),
        "Cột": ("column_meant", "ignored_column"),
        "Đơn vị": (
            *("unit_coded", "unit_named", "unit_became", "unit_code_other", "unit_unknown", "unit_in_title"),
            *("unit_beside_title", "unit_below", "zero_restored"),
        ),
        "Chức danh": (
            *(
                "several_titles",
                "title_by_section",
                "title_usual",
                "title_field",
                "title_ended",
                "post_unread",
                "field_unknown",
            ),
        ),
        "Giá trị": ("honorific", "name_kept", "sex_in_name", "major_in_qual", "phone_renumbered"),
        OF_PEOPLE: ("keys_made", "listed_twice"),
    }
)
"""What was understood rather than read -> the notes on it, in the order in which they are told."""

RECOGNISED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "phone": "{name} ({unit}) hiểu là {held} ({held_unit}), mã {key}: cùng số điện thoại.",
        "moved": "{name} ({unit}) hiểu là người mã {key}, trước ở {held_unit}.",
        "renamed": "{name} ({unit}) hiểu là {held}, mã {key}: cùng đơn vị, ngày sinh; họ tên đã sửa.",
        "rekeyed": "{name} ({unit}) đang có mã {key}; giữ mã này thay cho mã {own} trong tệp.",
        "decided": "{name} ({unit}) là {held} ({held_unit}), mã {key}, như đã xác nhận.",
    }
)
"""How somebody was recognised -> the sentence that says so."""
