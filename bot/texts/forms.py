"""What is wrong with a form file, in words: one template for each ``Problem.code`` of ``surveys.xlsform``.

The place (sheet and cell) is said by whoever lists the problems. ``{names}`` are the problem's parameters.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_FILE: Final = {
    "file_empty": "Tệp rỗng. Hãy gửi lại tệp phiếu khảo sát có nội dung.",
    "file_too_large": "Tệp lớn hơn {limit}. Hãy bỏ hình ảnh và các trang tính không dùng rồi lưu lại.",
    "file_type_unknown": "Không nhận ra loại tệp “{found}”. Hãy dùng tệp .xlsx, .xls, .csv hoặc .md.",
    "not_a_workbook": "Tệp không phải là sổ tính Excel hoặc đã hỏng. Hãy mở bằng Excel và lưu lại dạng"
    " .xlsx.",
    "workbook_broken": "Không đọc được sổ tính ({reason}). Hãy mở bằng Excel và lưu lại dạng .xlsx.",
    "workbook_encrypted": "Sổ tính có mật khẩu. Hãy bỏ mật khẩu mở tệp rồi lưu lại.",
    "workbook_too_heavy": "Sổ tính giải nén ra quá lớn (trên {limit}). Hãy chép riêng các trang survey,"
    " choices, settings sang một sổ tính mới.",
    "formula_without_value": "Ô chứa công thức {found} chưa có kết quả. Hãy dán lại dưới dạng giá trị"
    " (Paste Values) rồi lưu.",
    "too_many_rows": "Trang tính có hơn {limit} dòng. Hãy xóa các dòng thừa.",
    "cell_too_long": "Ô này có hơn {limit} ký tự. Hãy rút gọn nội dung của ô.",
    "text_not_utf8": "Tệp không theo bảng mã UTF-8. Hãy lưu lại dạng “CSV UTF-8”.",
    "text_broken": "Tệp .csv hỏng ở dòng này (thường do thiếu dấu nháy kép đóng). Hãy sửa hoặc xuất lại tệp.",
    "survey_sheet_missing": "Không thấy trang “survey” hoặc trang này trống. Hãy thêm trang survey có"
    " các cột type, name, label.",
    "zip_broken": "Không mở được tệp .zip. Hãy nén lại mẫu phiếu cùng các tệp đi kèm rồi gửi lại.",
    "zip_encrypted": "Tệp .zip có mật khẩu. Hãy nén lại không đặt mật khẩu.",
    "zip_too_heavy": "Tệp .zip quá lớn (giải nén trên {limit}, hoặc trên {parts} tệp). Hãy chỉ để mẫu phiếu và các"
    " tệp mà mẫu dùng đến.",
    "zip_name_twice": "Trong tệp .zip có hai tệp cùng tên “{found}”. Hãy bỏ hoặc đổi tên một tệp.",
    "zip_without_form": "Trong tệp .zip không có mẫu phiếu. Hãy cho vào một mẫu (.xlsx, .xls, .md, hoặc .csv có dòng"
    " survey).",
    "zip_many_forms": "Trong tệp .zip có hơn một mẫu phiếu: {found}. Hãy chỉ để một mẫu.",
    "file_needed": "Mẫu phiếu lấy dữ liệu từ tệp “{file}”, chưa thấy tệp này. Hãy nén mẫu phiếu cùng tệp đó"
    " thành một tệp .zip; bằng lệnh khaosat form thì để tệp đó cạnh mẫu phiếu.",
    "file_kind_unsupported": "Dữ liệu từ tệp “{file}” chưa dùng được: chỉ đọc tệp .csv. Hãy chuyển sang .csv.",
    "table_unreadable": "Không đọc được tệp “{file}”. Hãy lưu lại dạng “CSV UTF-8” rồi gửi lại.",
    "table_empty": "Tệp “{file}” không có dòng dữ liệu nào dưới dòng tên cột. Hãy xem lại tệp.",
    "table_too_large": "Tệp “{file}” lớn hơn {limit}. Hãy bỏ các dòng, các cột không dùng.",
    "table_too_long": "Tệp “{file}” có hơn {limit} dòng. Hãy bỏ các dòng không dùng.",
    "table_too_wide": "Tệp “{file}” có hơn {limit} cột. Hãy bỏ các cột không dùng.",
    "table_column_missing": "Tệp “{file}” không có cột “{column}”; các cột có: {expected}."
    " Hãy sửa tên cột, hoặc ghi ở cột parameters: value=cột_mã label=cột_tên.",
    "table_code_invalid": "Tệp “{file}”, dòng {line}: cột {column} trống, quá dài hoặc có khoảng trắng."
    " Hãy ghi một mã.",
    "table_code_twice": "Tệp “{file}”: mã “{name}” ở cột {column} có nhiều dòng (dòng {line} và trước đó). Các dòng ấy"
    " được lưu cùng một mã, như trên ODK.",
    "search_invalid": "search() ở cột appearance chưa đúng: {found}."
    " Hãy ghi như search('tep') hoặc search('tep', 'matches', 'cột', ${{câu}}).",
    "search_twice": "Danh sách “{list}” đã lấy từ tệp “{file}” theo cách khác."
    " Hãy dùng một danh sách riêng cho câu này.",
    "search_with_fixed": "Danh sách “{list}” vừa lọc bằng search() vừa có lựa chọn ghi sẵn bằng số:"
    " chưa dùng được. Hãy chuyển các lựa chọn ấy vào tệp .csv.",
    "search_without_columns": "Danh sách “{list}” dùng search() nhưng trang choices không ghi cột mã và cột tên của"
    " tệp. Hãy thêm một dòng: name là cột mã, label là cột tên.",
    "form_refused": "Bộ đọc XLSForm báo: {reason}. Hãy sửa theo báo lỗi này.",
}

_LAYOUT: Final = {
    "column_missing": "Thiếu cột “{column}”. Hãy thêm cột này vào dòng tiêu đề.",
    "column_understood": "Cột “{found}” được hiểu là cột “{expected}”.",
    "sheet_understood": "Trang “{found}” được hiểu là trang “{expected}”.",
    "row_above_header": "Dòng “{found}” đứng trên dòng tiêu đề nên được bỏ qua.",
    "column_twice": "Cột “{column}” có hai lần. Hãy giữ lại một cột.",
    "column_translated": "Cột “{column}” có ở nhiều ngôn ngữ và nói khác nhau ở ô này. Điều kiện và công thức không có"
    " ngôn ngữ. Hãy giữ lại một cột “{column}”.",
    "column_misspelled": "Không có cột “{found}”. Hãy sửa thành “{expected}” nếu đó là ý định, hoặc đổi"
    " hẳn tên khác.",
    "range_invalid": "Thang số “{found}” không đi từ start đến end theo từng nấc step. Hãy sửa,"
    " ví dụ: start=0 end=10 step=1.",
    "column_left_out": "Cột “{column}” không dùng khi hỏi qua tin nhắn nên được bỏ qua.",
    "type_left_out": "Câu “{name}” thuộc loại “{found}” không hỏi được qua tin nhắn nên được bỏ qua.",
    "device_row_left_out": "Dòng “{found}” ghi thông tin của máy; qua tin nhắn không có nên được bỏ qua.",
    "own_name_is_self": "Ràng buộc nhắc đến chính câu “{name}”: được hiểu là dấu chấm (.).",
    "appearance_ignored": "Kiểu hiển thị “{found}” không có nghĩa khi hỏi qua tin nhắn nên được bỏ qua.",
    "picture_missing": "Không có tệp ảnh “{found}” kèm theo nên ở đây không có hình. Hãy gửi phiếu cùng các ảnh"
    " trong một tệp .zip.",
    "picture_unreadable": "Tệp “{found}” không phải là ảnh JPG, PNG, GIF hay WEBP nên không hiện được.",
    "picture_too_large": "Ảnh “{found}” lớn hơn {limit} nên không hiện được. Hãy thu nhỏ ảnh.",
    "parameter_ignored": "Tham số “{found}” không có nghĩa khi hỏi qua tin nhắn nên được bỏ qua.",
    "type_missing": "Dòng chưa có loại câu hỏi. Hãy điền cột type.",
    "type_unsupported": "Loại “{found}” chưa được hỗ trợ khi hỏi qua tin nhắn. Hãy dùng một trong:"
    " {expected}.",
    "type_unknown": "Không có loại “{found}”. Hãy dùng một trong: {expected}.",
    "repeat_limit": "Nhóm lặp “{name}” ghi được nhiều nhất {limit} lần. Muốn số khác, hãy ghi max=… ở cột parameters"
    " (tối đa 100).",
    "repeat_too_deep": "Nhóm lặp “{name}” nằm quá sâu: nhóm lặp trong nhóm lặp tối đa {limit} lớp."
    " Hãy tách thành phiếu riêng hoặc bỏ bớt một lớp.",
    "repeat_too_long": "Nhóm lặp “{name}” lặp {found} lần; ở đây tối đa {limit} lần. Hãy ghi số từ 0 đến {limit}.",
    "repeat_too_large": "Nhóm lặp “{name}” nhiều câu quá: tất cả các lần cộng lại vượt {limit} câu. Hãy ghi số lần ít"
    " hơn, như max=5 ở cột parameters.",
    "repeat_without_questions": "Nhóm lặp “{name}” chỉ có phép tính, không có câu nào để hỏi. Hãy thêm câu hỏi, hoặc"
    " ghi số lần ở cột repeat_count.",
    "list_and_repeat": "Nhóm “{name}”: nhóm confirm-list và nhóm lặp không nằm trong nhau. Hãy tách hai nhóm.",
    "roster_in_repeat": "Câu “{name}” nằm trong nhóm lặp nên không xác nhận được danh sách cán bộ. Hãy bỏ ô “roster”"
    " hoặc đưa câu ra ngoài.",
    "not_in_repeat": "Cột {column}: indexed-repeat() hỏi “{name}”, nhưng câu này không nằm trong nhóm lặp “{repeat}”."
    " Hãy nhắc đến nhóm lặp chứa câu đó.",
    "repeat_unsupported": "Nhóm lặp “{found}” chưa được hỗ trợ. Hãy tách thành các câu riêng.",
    "name_missing": "Dòng chưa có tên. Hãy điền cột name.",
    "name_invalid": "Tên “{name}” không hợp lệ. Hãy bắt đầu bằng chữ, chỉ dùng chữ, số, dấu _ - ., không"
    " có dấu cách, tối đa {limit} ký tự.",
    "name_in_two_groups": "Tên “{name}” đã có ở nhóm khác: trong bảng số liệu câu này mang tên “{expected}”.",
    "name_ambiguous": "Cột {column} nhắc đến “{name}”, nhưng nhiều nhóm có câu mang tên này. Hãy đặt cho các câu đó"
    " tên khác nhau.",
    "name_duplicate": "Tên “{name}” đã dùng ở ô {first}. Hãy đặt tên khác.",
    "group_not_closed": "Nhóm “{name}” chưa đóng. Hãy thêm dòng end_group sau câu cuối của nhóm.",
    "groups_too_deep": "Nhóm “{name}” lồng quá sâu (tối đa {limit} lớp). Hãy bỏ bớt nhóm lồng nhau.",
    "group_empty": "Nhóm “{name}” không có câu nào nên được bỏ qua.",
    "end_without_begin": "Dòng kết thúc nhóm này không có begin_group. Hãy xóa dòng hoặc thêm"
    " begin_group ở trên.",
    "list_in_list": "Nhóm “{name}” (confirm-list) nằm trong một nhóm confirm-list khác. Hãy bỏ một trong hai.",
    "confirm_list_empty": "Nhóm confirm-list “{name}” không có câu nào có cột “roster” nên không có gì để xác nhận."
    " Hãy điền cột “roster” hoặc bỏ appearance.",
    "not_on_group": "Cột “{column}” không có nghĩa trên dòng của nhóm nên được bỏ qua. Nếu cần, chuyển xuống"
    " từng câu hỏi.",
    "field_list_apart": "Nhóm field-list “{name}” không vừa một màn hình trò chuyện (nhiều câu gõ chữ hoặc chọn"
    " nhiều, có nhóm con mang tên, hoặc quá dài): các câu được hỏi lần lượt.",
    "label_missing": "Câu “{name}” chưa có lời hỏi (cột label): người trả lời sẽ thấy tên “{name}”.",
    "screen_too_long": "Màn hình này dài {found} ký tự, tối đa {limit}. Hãy rút gọn lời hỏi, gợi ý hoặc"
    " các lựa chọn.",
    "calculation_missing": "Phép tính “{name}” chưa có công thức. Hãy điền cột calculation.",
    "read_only_changes": "Ô read_only ghi “{found}”. Phiếu trò chuyện chỉ hiểu yes hoặc no, không đổi theo câu trả"
    " lời. Hãy ghi yes, no, hoặc để trống.",
    "default_invalid": "Giá trị mặc định “{found}” không phải là câu trả lời của câu “{name}”. Hãy ghi đúng kiểu câu"
    " trả lời (câu chọn: mã lựa chọn; ngày: 2026-12-31), hoặc để trống.",
    "trigger_not_asked": "Cột trigger nhắc đến “{found}”, là mục không ai trả lời. Hãy ghi tên một câu hỏi.",
    "trigger_broken": "Ô trigger ghi “{found}”. Hãy ghi tên câu hỏi theo dạng ${{ten_cau}}, nhiều câu thì cách nhau"
    " bằng dấu phẩy.",
    "filter_without_list": "Câu “{name}” không phải câu chọn nên choice_filter được bỏ qua.",
    "form_without_questions": "Phiếu chưa có câu hỏi nào: người nhận chỉ đọc rồi gửi.",
    "form_without_rows": "Phiếu chưa có nội dung nào. Hãy thêm ít nhất một câu hỏi vào trang survey.",
    "default_language_unknown": "Không có cột nào ghi ngôn ngữ “{found}” (default_language ở trang settings): phiếu mở"
    " bằng “{expected}”.",
    "text_untranslated": "Bản “{language}” còn {count} chỗ chưa dịch: những chỗ ấy hiện bằng ngôn ngữ chính của phiếu.",
    "form_id_missing": "Phiếu chưa có mã (form_id ở trang settings): dùng mã “{expected}”.",
    "form_id_invalid": "Mã phiếu “{found}” có ký tự không dùng được: dùng mã “{expected}”.",
    "roster_unknown": "Danh sách cán bộ không có thông tin “{found}”. Hãy dùng một trong: {expected}.",
    "roster_wrong_type": "Thông tin “{attribute}” của danh sách cán bộ cần loại câu {expected}. Hãy sửa"
    " cột type.",
    "roster_duplicate": "Thông tin “{attribute}” đã được xác nhận ở ô {first}. Hãy để trống một trong hai ô.",
}

_CHOICES: Final = {
    "list_name_missing": "Câu chọn chưa nêu danh sách. Hãy viết tên danh sách sau loại câu, ví dụ"
    " “select_one gioi_tinh”.",
    "list_missing": "Không có danh sách “{list}”. Hãy thêm danh sách này vào trang choices hoặc sửa tên.",
    "list_missing_close": "Không có danh sách “{list}”. Hãy sửa thành “{expected}” nếu đúng ý.",
    "choice_without_list": "Lựa chọn chưa thuộc danh sách nào nên không dùng đến.",
    "choice_name_missing": "Lựa chọn của danh sách “{list}” chưa có mã. Hãy điền cột name.",
    "choice_name_invalid": "Mã lựa chọn “{name}” không hợp lệ. Hãy viết mã tối đa 64 ký tự; mã của câu chọn nhiều"
    " viết liền, không có dấu cách.",
    "choice_duplicate": "Mã “{name}” của danh sách “{list}” đã dùng ở ô {first}. Hãy đặt mã khác.",
    "choice_label_missing": "Lựa chọn “{name}” của danh sách “{list}” chưa có nhãn: người trả lời sẽ thấy mã “{name}”.",
    "choice_label_reference": "Nhãn của lựa chọn “{name}” có ${{…}}: câu hỏi hiện nhãn đã điền, báo cáo thì không.",
    "too_many_choices": "Danh sách “{list}” có {found} lựa chọn, tối đa {limit}. Hãy chia thành nhiều câu.",
}

_REFERENCES: Final = {
    "unknown_name": "Cột {column} nhắc đến “{name}”, nhưng không có câu nào tên như vậy. Hãy sửa lại tên.",
    "unknown_name_close": "Cột {column} nhắc đến “{name}”, nhưng không có câu nào tên như vậy. Hãy sửa"
    " thành “{expected}” nếu đúng ý.",
    "group_has_no_value": "Cột {column} nhắc đến nhóm “{name}”; nhóm không có câu trả lời. Hãy nhắc đến"
    " một câu hỏi.",
    "note_has_no_value": "Cột {column} nhắc đến thông báo “{name}”; thông báo không có câu trả lời nên luôn"
    " được coi là trống.",
    "left_out_reference": "Cột {column} nhắc đến “{name}”, thuộc loại “{found}” không hỏi được qua tin nhắn. Hãy bỏ"
    " chỗ nhắc này hoặc đổi loại của “{name}”.",
    "later_reference": "Cột {column} nhắc đến câu “{name}” (ô {where}), là câu hỏi sau màn hình này: khi chưa trả lời"
    " thì được coi là trống. Nếu không phải ý định, hãy chuyển câu “{name}” lên trên.",
    "self_reference": "Cột {column} nhắc đến chính câu này. Hãy chỉ dùng dấu chấm (.) và chỉ trong cột"
    " constraint.",
    "bare_name": "Cột {column} có từ “{name}” đứng trần. Hãy viết ${{{name}}} nếu là một câu hỏi, hoặc"
    " '{name}' nếu là một mã.",
    "bare_function": "Cột {column} có từ “{name}” đứng trần. Hãy viết {name}() nếu là hàm, hoặc ${{{name}}} nếu là"
    " một câu hỏi.",
    "lookup_list_unknown": "Trang choices không có danh mục “{name}” mà instance() nhắc đến (cột {column}). "
    "Hãy dùng một trong: {expected}.",
    "choice_column_unknown": "Trang choices không có cột “{name}”. Hãy dùng một trong: {expected}.",
    "calculation_cycle": "Các phép tính phụ thuộc vòng tròn: {path}. Hãy bỏ một mắt xích.",
    "relevance_cycle": "Điều kiện hiện câu hỏi phụ thuộc vòng tròn: {path}. Hãy bỏ một mắt xích.",
    "label_reference_broken": "Cột {column} có dấu “${{” không khép kín. Hãy viết đúng dạng ${{tên_câu}}.",
}

_DOUBTS: Final = {
    "code_not_in_list": "Cột {column} so câu “{name}” với mã “{found}”, nhưng danh sách “{list}” không có mã này nên"
    " phép so sánh không có tác dụng. Hãy sửa mã.",
    "code_not_in_list_close": "Cột {column} so câu “{name}” với mã “{found}”, nhưng danh sách “{list}” không có mã này"
    " nên phép so sánh không có tác dụng. Có phải ý là “{expected}”?",
    "never_asked": "Điều kiện của “{name}” không bao giờ đúng nên mục này không bao giờ được hỏi hay tính."
    " Hãy xem lại điều kiện.",
    "constraint_never_holds": "Không câu trả lời nào của “{name}” thỏa ràng buộc này. Hãy xem lại cột constraint.",
    "list_unused": "Danh sách “{list}” không dùng ở câu nào.",
    "scale_unbalanced": "Thang “{list}” có {good} mức tốt và {bad} mức chưa tốt nên dễ làm lệch câu trả lời. Hãy cân"
    " bằng số mức hai phía nếu được.",
    "screen_long": "Màn hình này dài {found} ký tự: trên Zalo (mỗi tin tối đa {limit}) được chia thành nhiều tin.",
}

_EXPRESSIONS: Final = {
    "empty_expression": "Cột {column} không có biểu thức. Hãy điền hoặc để trống hẳn.",
    "expression_too_long": "Biểu thức ở cột {column} quá dài (tối đa {limit} ký tự). Hãy tách ra thành"
    " các câu calculate.",
    "expression_too_deep": "Biểu thức ở cột {column} lồng quá {limit} lớp. Hãy tách ra thành các câu"
    " calculate.",
    "unexpected_character": "Biểu thức ở cột {column} có ký tự lạ “{found}” tại vị trí {position}:"
    " …{near}… Hãy xóa hoặc sửa ký tự đó.",
    "unterminated_string": "Biểu thức ở cột {column} thiếu dấu nháy đóng từ vị trí {position}: {found}…"
    " Hãy thêm dấu nháy.",
    "bad_reference": "Biểu thức ở cột {column} có dấu $ sai tại vị trí {position}: {found}… Hãy viết"
    " đúng dạng ${{tên_câu}}.",
    "unexpected_end": "Biểu thức ở cột {column} dừng giữa chừng: …{near} Hãy viết tiếp vế còn thiếu.",
    "unexpected_token": "Biểu thức ở cột {column} sai tại “{found}” (vị trí {position}): …{near}… Hãy"
    " kiểm tra phép tính và dấu phẩy ở chỗ này.",
    "unbalanced_parenthesis": "Biểu thức ở cột {column} có dấu “{found}” không thành cặp tại vị trí"
    " {position}: …{near}… Hãy thêm hoặc bỏ một dấu ngoặc.",
    "unknown_function": "Không có hàm “{function}” (cột {column}). Hãy kiểm tra tên hàm.",
    "unsupported_function": "Hàm “{function}” (cột {column}) chưa được hỗ trợ. Hãy viết lại không dùng"
    " hàm này.",
    "wrong_argument_count": "Hàm “{function}” (cột {column}) cần {expected} giá trị, đang có {found}."
    " Hãy sửa lại.",
    "bad_regex": "Mẫu regex “{found}” ở cột {column} sai hoặc dùng cú pháp chưa hỗ trợ ({reason}). Hãy"
    " sửa mẫu.",
    "regex_not_literal": "Mẫu regex ở cột {column} phải là chuỗi cố định trong dấu nháy. Hãy viết thẳng"
    " mẫu vào.",
    "bad_choice_name": "Giá trị thứ hai của jr:choice-name (cột {column}) phải là '${{tên_câu}}'. Hãy"
    " sửa lại.",
    "pulldata_not_literal": "Ba giá trị đầu của pulldata (cột {column}) phải là chữ trong dấu nháy: tên tệp,"
    " cột cần lấy, cột để tìm. Hãy sửa lại.",
    "number_too_large": "Số {found}… ở cột {column} quá dài. Hãy rút gọn.",
}

FORM_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    _FILE | _LAYOUT | _CHOICES | _REFERENCES | _DOUBTS | _EXPRESSIONS
)
"""The wording of every problem that a form file can have, by code."""
